import type { Market, RouteName } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { applyMarket } from '../../api/applyEvent.ts';
import { meQuery } from '../../api/queries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { showToast } from '../../ui/toast.ts';

type ResultVerb = Extract<
  RouteName,
  | 'resolveMarket'
  | 'disputeProposal'
  | 'amendProposal'
  | 'withdrawProposal'
  | 'decideDispute'
  | 'correctResolution'
>;

/** Something done about the result of a market: everything that shows the market, or credits, is asked for anew. */
export const useResultVerb = <N extends ResultVerb>(
  name: N,
  market: Market,
  done: (after: Market) => string | undefined,
  onDone: () => void,
) => {
  const queryClient = useQueryClient();
  return useApiMutation(name, {
    onSuccess: (answer) => {
      const after = answer as Market;
      applyMarket(queryClient, after);
      void queryClient.invalidateQueries({ queryKey: ['market', market.id] });
      void queryClient.invalidateQueries({ queryKey: meQuery().queryKey });
      for (const key of ['portfolio', 'wallet', 'disputes'])
        void queryClient.invalidateQueries({ queryKey: [key] });
      const message = done(after);
      if (message !== undefined) showToast({ message });
      onDone();
    },
  });
};
