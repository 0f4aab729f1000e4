import type { Bounds, Market, TradeAnswer } from '@mesh-markets/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { applyTradeAnswer } from '../../api/applyEvent.ts';
import { hasCode } from '../../api/errors.ts';
import { instanceQuery, marketKey, meQuery } from '../../api/queries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { showToast } from '../../ui/toast.ts';
import { spendBound } from './spendBound.ts';
import { type Evaluation, evaluateTicket, type Means, type TicketDraft } from './ticket.ts';
import { startingDraft, type TicketStart } from './ticketStart.ts';
import { type TicketRefusal, ticketRefusal } from './ticketWords.ts';

export interface Ticket {
  readonly market: Market;
  readonly draft: TicketDraft;
  readonly means: Means;
  readonly evaluation: Evaluation;
  /** Undefined while it is not known yet who is asking. */
  readonly signedIn: boolean | undefined;
  readonly pending: boolean;
  readonly refusal: TicketRefusal | undefined;
  readonly sentAt: number;
  readonly change: (change: Partial<TicketDraft>) => void;
  /** Sends the order on the ticket; after a lost answer the very same order again. */
  readonly send: () => void;
}

const meansOf = (
  market: Market,
  outcome: number,
  balance: number | undefined,
  bounds: Bounds | undefined,
): Means => {
  const holding = market.viewer?.holdings.find((one) => one.outcome === outcome);
  return {
    balance,
    sharesHeld: holding?.shares ?? 0,
    costBasis: holding?.costBasis ?? 0,
    bound: spendBound(bounds, market.viewer),
  };
};

/** The figures behind these refusals are on the server: the ticket shows them before it lets anybody confirm again. */
const staleFigures = [
  'SLIPPAGE',
  'MARKET_CLOSED',
  'RESOLVERS_DO_NOT_TRADE',
  'INSUFFICIENT_CREDITS',
  'INSUFFICIENT_SHARES',
  'POSITION_TOO_LARGE',
] as const;

export const useTicket = (
  market: Market,
  start: TicketStart,
  onTraded: (answer: TradeAnswer) => void,
): Ticket => {
  const queryClient = useQueryClient();
  const { data: me } = useQuery(meQuery());
  const { data: instance } = useQuery(instanceQuery());
  const [draft, setDraft] = useState(() => startingDraft(start, me?.balance));
  const trade = useApiMutation('placeTrade', {
    onSuccess: (answer) => {
      applyTradeAnswer(queryClient, answer);
      // A second press on the same spot must not be a second trade.
      setDraft((traded) => ({ ...traded, amount: '' }));
      onTraded(answer);
    },
    onError: async (error) => {
      // Where the ticket stands beside the chart it makes room for how the market ended, and its own words with it.
      if (hasCode(error, 'MARKET_CLOSED'))
        showToast({ message: ticketRefusal(error).sentence, tone: 'danger' });
      if (!staleFigures.some((code) => hasCode(error, code))) return;
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: marketKey(market.id) }),
        queryClient.invalidateQueries({ queryKey: meQuery().queryKey }),
      ]);
    },
  });
  const means = meansOf(market, draft.outcome, me?.balance, instance?.bounds);
  const evaluation = evaluateTicket(market, draft, means);
  const refusal = trade.error === null ? undefined : ticketRefusal(trade.error);

  const change = (changed: Partial<TicketDraft>): void => {
    // Not disabled while the order is on its way: a disabled field would lose the focus.
    if (trade.isPending) return;
    setDraft({ ...draft, ...changed });
    trade.reset();
  };
  const send = (): void => {
    if (trade.isPending || me === null || me === undefined) return;
    if (refusal?.remedy === 'SEND_AGAIN' && trade.variables !== undefined) trade.mutate(trade.variables);
    else if (evaluation.preview !== undefined && evaluation.problem === undefined) {
      trade.mutate({ params: { id: market.id }, body: evaluation.preview.order });
    }
  };

  return {
    market,
    draft,
    means,
    evaluation,
    signedIn: me === undefined ? undefined : me !== null,
    pending: trade.isPending,
    refusal,
    sentAt: trade.submittedAt,
    change,
    send,
  };
};
