import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { verifyEmail } from '../../api/auth.ts';
import { errorSentence } from '../../api/errors.ts';
import { formatCredits } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { AccountFrame } from './AccountFrame.tsx';
import { useLinkToken } from './useLinkToken.ts';
import { useMe } from './useSession.ts';

/** A click and not the opening of the page: programs that look into mails open links as well. */
const Confirm = ({ token }: { readonly token: string }) => {
  const queryClient = useQueryClient();
  const confirm = useMutation({
    mutationFn: () => verifyEmail({ token }),
    onSuccess: () => void queryClient.invalidateQueries(),
  });
  if (confirm.data) {
    const { email, granted } = confirm.data;
    return (
      <Notice>
        <bdi className="font-medium break-all">{email}</bdi> is confirmed.
        {granted > 0 && ` ${formatCredits(granted)} is in your wallet.`}
      </Notice>
    );
  }
  return (
    <div className="grid gap-4">
      <FormError message={confirm.isError ? errorSentence(confirm.error) : undefined} />
      <Button
        size="large"
        wide
        pending={confirm.isPending}
        pendingLabel="Confirming…"
        onClick={() => confirm.mutate()}
      >
        Yes, this is my address
      </Button>
    </div>
  );
};

/** Where the link of a mail leads; works signed in or not. */
export const VerifyEmailPage = () => {
  useDocumentTitle('Confirm your address');
  const token = useLinkToken();
  const me = useMe();
  return (
    <AccountFrame
      title="Confirm your e-mail address"
      lead="So that we can reach you, and you can get back in if you forget your password."
      foot={
        <Link to={me ? paths.feed() : paths.signIn()} className="text-accent underline">
          {me ? 'Go to the markets' : 'Sign in'}
        </Link>
      }
    >
      {token === undefined ? (
        <Notice>The link is incomplete. Open the whole link from the mail.</Notice>
      ) : (
        <Confirm token={token} />
      )}
    </AccountFrame>
  );
};
