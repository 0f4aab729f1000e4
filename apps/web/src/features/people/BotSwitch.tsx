import type { Profile } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { errorSentence } from '../../api/errors.ts';
import { profileQuery } from '../../api/queries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { Button } from '../../ui/Button.tsx';
import { showToast } from '../../ui/toast.ts';
import { useMe } from '../account/useSession.ts';

/** For admins: says of somebody that it is a program, which takes it off the leaderboards. People say it of themselves in their settings. */
export const BotSwitch = ({ profile: { user, bot } }: { readonly profile: Profile }) => {
  const me = useMe();
  const queryClient = useQueryClient();
  const flag = useApiMutation('flagBot');
  if (me?.role !== 'admin' || me.id === user.id) return null;

  const turn = async (): Promise<void> => {
    try {
      await flag.mutateAsync({ params: { handle: user.handle }, body: { bot: !bot } });
      await queryClient.invalidateQueries({ queryKey: profileQuery(user.handle).queryKey });
      void queryClient.invalidateQueries({ queryKey: ['leaderboard'] });
    } catch (error) {
      showToast({ message: errorSentence(error), tone: 'danger' });
    }
  };
  return (
    <Button variant="secondary" size="small" pending={flag.isPending} onClick={() => void turn()}>
      {bot ? 'Not a bot' : 'Mark as a bot'}
    </Button>
  );
};
