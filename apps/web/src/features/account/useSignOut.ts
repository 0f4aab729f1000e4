import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { signOut } from '../../api/auth.ts';
import { errorSentence } from '../../api/errors.ts';
import { meQuery } from '../../api/queries.ts';
import { paths } from '../../lib/paths.ts';
import { showToast } from '../../ui/toast.ts';
import { turnPushOff } from '../notifications/browserPush.ts';

/** Signs out and forgets everything that was this person's to see. */
export const useSignOut = (): (() => void) => {
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  const leave = async (): Promise<void> => {
    // Whoever uses this browser next must not be shown this person's news; nobody has to stay for it, though.
    await turnPushOff().catch(() => undefined);
    // Told rather than cleared: what is on screen listens to the queries it has, and would go on showing this person. And told first, so that
    // nothing of theirs is asked for once the session is over.
    const { queryKey } = meQuery();
    const me = queryClient.getQueryData(queryKey);
    await queryClient.cancelQueries();
    queryClient.setQueryData(queryKey, null);
    try {
      await signOut();
    } catch (error) {
      queryClient.setQueryData(queryKey, me);
      showToast({ message: errorSentence(error), tone: 'danger' });
      return;
    }
    await navigate({ to: paths.feed() });
    await queryClient.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery().queryKey[0] });
  };

  return () => void leave();
};
