import type { Action, Market } from '@mesh-markets/contract';
import { DEFAULT_TOLERANCE, type TicketDraft } from './ticket.ts';

/** What a press elsewhere asks the ticket to begin with. */
export interface TicketStart {
  readonly action: Action;
  readonly outcome: number;
  /** As typed; the usual one where nothing was. */
  readonly amount?: string;
}

const usualSpend = 50;

/** A buy starts with a usual amount, so that disagreeing takes two presses; a sale starts with a choice to make. */
export const startingDraft = (
  { action, outcome, amount }: TicketStart,
  balance: number | undefined,
): TicketDraft => {
  const spend = Math.min(usualSpend, balance ?? usualSpend);
  return {
    action,
    outcome,
    amount: amount ?? (action === 'BUY' && spend > 0 ? `${spend}` : ''),
    toleranceBasisPoints: DEFAULT_TOLERANCE,
  };
};

/** Yes and No have colours of their own; one of many outcomes has none. */
export type Tone = 'yes' | 'no' | 'accent';

export const toneOf = (market: Pick<Market, 'type'>, outcome: number): Tone => {
  if (market.type === 'MULTIPLE') return 'accent';
  return outcome === 0 ? 'yes' : 'no';
};

export const labelOf = (market: Pick<Market, 'outcomes'>, outcome: number): string =>
  market.outcomes[outcome]?.label ?? '';
