import { microToShares, sharesToMicro } from '@mesh-markets/contract';
import { type Means, parseAmount, type TicketDraft } from './ticket.ts';

/** A slider in tens over a large balance could not be set to a small amount: beyond this, amounts are typed. */
const mostOnSlider = 1_000;
const step = 10;

export interface AmountScale {
  readonly most: number;
  readonly value: number;
  readonly amountAt: (value: number) => string;
}

export interface AmountChip {
  readonly label: string;
  readonly amount: string;
}

const part = (held: number, percent: number): string =>
  `${microToShares(Math.floor((sharesToMicro(held) * percent) / 100))}`;

/** Nothing chosen is an empty field, not a 0 that would be an error. */
const amountOrNothing = (amount: string): string => (amount === '0' ? '' : amount);

/** The slider's range and its place: credits in tens for a buy, tenths of the holding for a sale. */
export const amountScale = (draft: TicketDraft, means: Means): AmountScale => {
  const parsed = parseAmount(draft.action, draft.amount);
  const amount = typeof parsed === 'number' ? parsed : 0;
  if (draft.action === 'BUY') {
    const balance = means.balance ?? mostOnSlider;
    const most = Math.min(mostOnSlider, Math.max(step, Math.floor(balance / step) * step));
    return { most, value: Math.min(most, amount), amountAt: (value) => amountOrNothing(`${value}`) };
  }
  const value = means.sharesHeld === 0 ? 0 : Math.min(100, Math.round((amount / means.sharesHeld) * 100));
  return {
    most: 100,
    value,
    amountAt: (percent) => amountOrNothing(part(means.sharesHeld, percent)),
  };
};

export const amountChips = (draft: TicketDraft, means: Means): AmountChip[] => {
  if (draft.action === 'SELL') {
    return [
      { label: '25\u202f%', amount: part(means.sharesHeld, 25) },
      { label: '50\u202f%', amount: part(means.sharesHeld, 50) },
      { label: 'All', amount: part(means.sharesHeld, 100) },
    ];
  }
  const fixed = [10, 50, 100].map((credits) => ({ label: `${credits}`, amount: `${credits}` }));
  return means.balance === undefined ? fixed : [...fixed, { label: 'Max', amount: `${means.balance}` }];
};
