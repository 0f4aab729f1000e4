import type { OwnSession } from '@mesh-markets/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { errorSentence } from '../../api/errors.ts';
import { sessionsQuery } from '../../api/memberQueries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { showToast } from '../../ui/toast.ts';

/** The list is asked for again, whatever came of it. */
const useAgain = () => {
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: sessionsQuery().queryKey });
};

const SessionRow = ({ session }: { readonly session: OwnSession }) => {
  const end = useApiMutation('endSession', { onSettled: useAgain() });
  const { id, device, network, startedAt, lastSeenAt, current } = session;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device}
          {current && <Badge tone="accent">This browser</Badge>}
        </p>
        <p className="text-xs text-muted">
          {network !== undefined && (
            <>
              near <bdi className="figures">{network}</bdi> ·{' '}
            </>
          )}
          signed in <DateTime at={startedAt} /> · seen <DateTime at={lastSeenAt} />
        </p>
        <FormError message={end.isError ? errorSentence(end.error) : undefined} />
      </div>
      {!current && (
        <Button
          variant="secondary"
          size="small"
          aria-label={`Sign out ${device}`}
          pending={end.isPending}
          pendingLabel="Signing out…"
          onClick={() => end.mutate({ params: { id } })}
        >
          Sign out
        </Button>
      )}
    </li>
  );
};

const EndOthers = () => {
  const again = useAgain();
  const end = useApiMutation('endOtherSessions', {
    onSuccess: () => showToast({ message: 'You are signed out everywhere but here.' }),
    onSettled: again,
  });
  return (
    <div className="grid gap-3">
      <FormError message={end.isError ? errorSentence(end.error) : undefined} />
      <Button
        variant="danger"
        className="w-fit"
        pending={end.isPending}
        pendingLabel="Signing out…"
        onClick={() => end.mutate({})}
      >
        Sign out everywhere else
      </Button>
    </div>
  );
};

/** Where the person is signed in, and how to end it. */
export const SessionList = () => {
  const { data, isPending, isError, error, refetch } = useQuery(sessionsQuery());
  return (
    <>
      {isPending && <Skeleton className="h-16" />}
      {isError && <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />}
      {data && (
        <ul aria-label="Where you are signed in" className="divide-y divide-line">
          {data.sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
      {data && data.sessions.length > 1 && <EndOthers />}
    </>
  );
};
