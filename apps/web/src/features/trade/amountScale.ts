import { microToShares, sharesToMicro } from '@mesh-markets/contract';
import { type Means, parseAmount, type TicketDraft } from './ticket.ts';

export interface AmountScale {
  /** The slider's last place; the first is 0. */
  readonly most: number;
  /** How many places an arrow key goes. */
  readonly step: number;
  readonly value: number;
  readonly amountAt: (value: number) => string;
}

export interface AmountChip {
  readonly label: string;
  readonly amount: string;
}

/** The amounts a slider stops at: tens while small, then steps that feel alike, so that any balance is within reach. */
const stretches = [
  { upTo: 200, step: 10 },
  { upTo: 1_000, step: 50 },
  { upTo: 5_000, step: 250 },
  { upTo: 20_000, step: 1_000 },
] as const;
/** Beyond the last stretch each step is this part of the way. */
const growth = 1.1;
const roundedTo = (value: number, grid: number): number => Math.round(value / grid) * grid;

/** Every stop up to what there is to spend, which is the last one. */
export const spendStops = (balance: number): number[] => {
  const stops = [0];
  for (const { upTo, step } of stretches) {
    for (let stop = stops.at(-1)! + step; stop <= upTo && stop < balance; stop += step) stops.push(stop);
  }
  if (stops.at(-1) === stretches.at(-1)!.upTo) {
    for (let stop = stops.at(-1)! * growth; stop < balance; stop *= growth) stops.push(roundedTo(stop, 500));
  }
  return [...stops, Math.max(balance, 10)];
};

/** The stop nearest to an amount. */
const placeOf = (stops: readonly number[], amount: number): number => {
  let nearest = 0;
  stops.forEach((stop, place) => {
    if (Math.abs(stop - amount) < Math.abs(stops[nearest]! - amount)) nearest = place;
  });
  return nearest;
};

const part = (held: number, percent: number): string =>
  `${microToShares(Math.floor((sharesToMicro(held) * percent) / 100))}`;

/** Nothing chosen is an empty field, not a 0 that would be an error. */
const amountOrNothing = (amount: string): string => (amount === '0' ? '' : amount);

/** What somebody has, as far as the operator lets them spend it at once. */
const spendable = ({ balance, bound }: Means): number | undefined =>
  balance === undefined ? undefined : Math.min(balance, bound?.credits ?? balance);

/** Before it is known what somebody has. */
const usualBalance = 1_000;

/** The slider's range and its place: stops in credits for a buy, tenths of the holding for a sale. */
export const amountScale = (draft: TicketDraft, means: Means): AmountScale => {
  const parsed = parseAmount(draft.action, draft.amount);
  const amount = typeof parsed === 'number' ? parsed : 0;
  if (draft.action === 'BUY') {
    const stops = spendStops(spendable(means) ?? usualBalance);
    return {
      most: stops.length - 1,
      step: 1,
      value: placeOf(stops, amount),
      amountAt: (place) => amountOrNothing(`${stops[place] ?? 0}`),
    };
  }
  const value = means.sharesHeld === 0 ? 0 : Math.min(100, Math.round((amount / means.sharesHeld) * 100));
  return {
    most: 100,
    step: 10,
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
  const most = spendable(means);
  return most === undefined || most === 0 ? fixed : [...fixed, { label: 'Max', amount: `${most}` }];
};
