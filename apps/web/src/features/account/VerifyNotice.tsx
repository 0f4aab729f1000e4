import { useMutation } from '@tanstack/react-query';
import { sendVerification } from '../../api/auth.ts';
import { errorSentence } from '../../api/errors.ts';
import { showToast } from '../../ui/toast.ts';
import { useInstance } from './useInstance.ts';
import { useMe } from './useSession.ts';

/** On every page, until the address is confirmed: what to do, and what waits for it. */
export const VerifyNotice = () => {
  const me = useMe();
  const instance = useInstance();
  const send = useMutation({
    mutationFn: sendVerification,
    onSuccess: () => showToast({ message: `A new link is on its way to ${me?.email}.` }),
    onError: (error) => showToast({ message: errorSentence(error), tone: 'danger' }),
  });
  if (!me || me.emailVerified || instance === undefined || instance.emailVerification === 'off') return null;
  return (
    <div role="note" className="mt-5 rounded-md bg-notice-soft px-4 py-2 text-sm text-notice">
      <strong className="font-semibold">Confirm your e-mail address.</strong> We sent a link to{' '}
      <bdi className="break-all">{me.email}</bdi>.{' '}
      {instance.emailVerification === 'required' &&
        'Until you open it you can read everything, but not trade or post, and your welcome credits wait. '}
      <button
        type="button"
        className="font-medium underline disabled:opacity-60"
        disabled={send.isPending}
        onClick={() => send.mutate()}
      >
        Send it again
      </button>
    </div>
  );
};
