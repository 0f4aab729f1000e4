import type { AnswerOf } from '@mesh-markets/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { MailX } from 'lucide-react';
import { errorSentence } from '../../api/errors.ts';
import { unsubscribeQuery } from '../../api/notificationQueries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { kindWords } from './kindWords.ts';

const route = getRouteApi('/unsubscribe/$token');

type Choice = AnswerOf<'showUnsubscribe'>;

const aboutWords = ({ kind }: Choice): string =>
  kind === undefined ? 'e-mails' : `e-mails about ${kindWords[kind].about}`;

const Stopped = ({ choice }: { readonly choice: Choice }) => (
  <p role="status" className="text-sm">
    No more {aboutWords(choice)} go to <strong>{choice.email}</strong>.
  </p>
);

const Choose = ({ choice, token }: { readonly choice: Choice; readonly token: string }) => {
  const queryClient = useQueryClient();
  const leave = useApiMutation('unsubscribe', {
    onSuccess: (answer) => {
      queryClient.setQueryData(unsubscribeQuery(token).queryKey, answer);
      void queryClient.invalidateQueries({ queryKey: ['notification-settings'] });
    },
  });
  const stop = (all: boolean): void => leave.mutate({ params: { token }, body: { all } });
  return (
    <div className="grid gap-4">
      {choice.stopped ? (
        <Stopped choice={choice} />
      ) : (
        <p className="text-sm text-muted">
          They go to <strong className="text-text">{choice.email}</strong>. You keep seeing everything in the
          app.
        </p>
      )}
      <FormError message={leave.isError ? errorSentence(leave.error) : undefined} />
      <div className="flex flex-wrap gap-2">
        {!choice.stopped && (
          <Button pending={leave.isPending} pendingLabel="Stopping…" onClick={() => stop(false)}>
            Stop {aboutWords(choice)}
          </Button>
        )}
        {choice.kind !== undefined && (
          <Button
            variant="secondary"
            pending={leave.isPending}
            pendingLabel="Stopping…"
            onClick={() => stop(true)}
          >
            Stop all e-mails
          </Button>
        )}
      </div>
    </div>
  );
};

/** Where the link of an e-mail leads; works for whoever holds it, signed in or not. */
export const UnsubscribePage = () => {
  useDocumentTitle('Unsubscribe');
  const { token } = route.useParams();
  const { data, isError, error, refetch } = useQuery(unsubscribeQuery(token));
  return (
    <div className="mx-auto max-w-md pt-10 md:pt-20">
      <MailX aria-hidden size={28} strokeWidth={1.75} className="mb-4 text-muted" />
      <h1 className="mb-4 text-xl font-semibold text-balance">
        {data?.stopped ? 'Done' : 'Stop these e-mails?'}
      </h1>
      {data === undefined && !isError && <Skeleton className="h-24" />}
      {isError && (
        <ErrorState
          title="This link does not work"
          message={errorSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {data && <Choose choice={data} token={token} />}
      <p className="mt-8 text-sm text-muted">
        Signed in you can choose by the kind of news, in{' '}
        <Link to={paths.settings()} hash="notifications" className="text-accent underline">
          settings
        </Link>
        .
      </p>
    </div>
  );
};
