import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { KeyRound, ShieldCheck } from 'lucide-react';
import { errorSentence } from '../../api/errors.ts';
import { instanceQuery, meQuery } from '../../api/queries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { useMe } from './useSession.ts';

const route = getRouteApi('/setup');

const Claim = ({ token }: { readonly token: string }) => {
  const queryClient = useQueryClient();
  const claim = useApiMutation('claimAdmin', {
    onSuccess: (me) => {
      queryClient.setQueryData(meQuery().queryKey, me);
      void queryClient.invalidateQueries({ queryKey: instanceQuery().queryKey });
    },
  });
  return (
    <EmptyState
      icon={KeyRound}
      title="Become the first admin"
      action={
        <div className="grid gap-3">
          <FormError message={claim.isError ? errorSentence(claim.error) : undefined} />
          <Button
            pending={claim.isPending}
            pendingLabel="Setting up…"
            onClick={() => claim.mutate({ body: { token } })}
          >
            Make me the admin
          </Button>
        </div>
      }
    >
      An admin may close and resolve every market of this site. The link works once.
    </EmptyState>
  );
};

export const SetupPage = () => {
  useDocumentTitle('Set up');
  const { token } = route.useSearch();
  const admin = useMe()?.role === 'admin';
  return (
    <>
      <h1 className="sr-only">Set up</h1>
      {admin && (
        <EmptyState
          icon={ShieldCheck}
          title="You are an admin"
          action={
            <Link to={paths.ask()} className={buttonClass()}>
              Ask the first question
            </Link>
          }
        >
          This instance is ready. Share its address with the people you want to hear from.
        </EmptyState>
      )}
      {!admin && token !== undefined && <Claim token={token} />}
      {!admin && token === undefined && (
        <EmptyState icon={KeyRound} title="The link is incomplete">
          Open the whole set-up link from the server's log. It ends in <code>?token=</code> and a code.
        </EmptyState>
      )}
    </>
  );
};
