import type { Market } from '@mesh-markets/contract';

const wholeNumber = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const compactNumber = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
/** Whoever reads a picture may be anywhere; the day is the server's promise in UTC. */
const day = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

/** `62%`, `0.4%`, and never 0 or 100, which would say certain. */
export const percentWords = (probability: number): string => {
  const percent = probability * 100;
  if (percent < 0.1) return '<0.1%';
  if (percent > 99.9) return '>99.9%';
  return percent < 0.95 || percent > 99.05 ? `${percent.toFixed(1)}%` : `${Math.round(percent)}%`;
};

/** The likeliest first; among equals in the order of the question. */
export const leadersOf = ({ outcomes }: Pick<Market, 'outcomes'>): Market['outcomes'] =>
  outcomes.toSorted((one, other) => other.probability - one.probability || one.index - other.index);

const labelOf = ({ outcome, outcomes }: Pick<Market, 'outcome' | 'outcomes'>): string => {
  if (typeof outcome === 'number') return outcomes[outcome]?.label ?? '';
  return outcomes[outcome === 'NO' ? 1 : 0]?.label ?? '';
};

/** Where the market stands: how it came out, that it waits, or when it closes. */
export const stateWords = (market: Market): string => {
  if (market.outcome === 'N_A') return 'Void, stakes returned';
  if (market.outcome === 'WEIGHTED') return 'Resolved in parts';
  if (market.outcome !== undefined) return `Resolved ${labelOf(market)}`;
  if (market.state === 'CLOSED') return 'Closed, waiting for the answer';
  return `Closes ${day.format(Date.parse(market.closesAt))}`;
};

/** `12 traders · ₡3.4K volume`. */
export const activityWords = ({ traderCount, volume }: Market): string => {
  const amount = volume < 10_000 ? wholeNumber.format(volume) : compactNumber.format(volume);
  return `${wholeNumber.format(traderCount)} ${traderCount === 1 ? 'trader' : 'traders'} · ₡${amount} volume`;
};

const SHOWN = 3;

/** `YES 62%`, or the likeliest of many. */
export const oddsWords = (market: Market): string => {
  const shown = market.type === 'BINARY' ? market.outcomes.slice(0, 1) : leadersOf(market).slice(0, SHOWN);
  return shown.map(({ label, probability }) => `${label} ${percentWords(probability)}`).join(', ');
};
