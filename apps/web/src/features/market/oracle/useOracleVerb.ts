import type { Market, RouteName } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { showToast } from '../../../ui/toast.ts';

type OracleVerb = Extract<
  RouteName,
  'askOracle' | 'withdrawOracle' | 'acceptOracle' | 'declineOracle' | 'stepDownOracle'
>;

/** Something done about who decides a market. Its version stays, so whatever shows it is asked for anew. */
export const useOracleVerb = <N extends OracleVerb>(
  name: N,
  market: Pick<Market, 'id'>,
  message: string,
  onDone: () => void = () => undefined,
) => {
  const queryClient = useQueryClient();
  return useApiMutation(name, {
    onSuccess: async () => {
      void queryClient.invalidateQueries({ queryKey: ['feed'] });
      void queryClient.invalidateQueries({ queryKey: ['notifications'] });
      await queryClient.invalidateQueries({ queryKey: ['market', market.id] });
      showToast({ message });
      onDone();
    },
    // Somebody was quicker: what is shown is not what is.
    onError: () => void queryClient.invalidateQueries({ queryKey: ['market', market.id] }),
  });
};
