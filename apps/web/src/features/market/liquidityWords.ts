import { localQuote } from '@mesh-markets/client';
import type { Market } from '@mesh-markets/contract';
import { formatCount, formatCredits } from '../../lib/format.ts';
import { formatMove } from '../trade/ticketWords.ts';

const exampleSpend = 100;

/** What `b` means, by example, at the odds of now. */
export const liquidityWords = (market: Pick<Market, 'b' | 'outcomes'>): string => {
  const quote = localQuote(market, { outcome: 0, credits: exampleSpend });
  const label = market.outcomes[0]?.label ?? '';
  const move = formatMove(quote.probabilityBefore, quote.probabilityAfter);
  return `Liquidity is ${formatCount(market.b)}: at the odds of now, buying ${label} for ${formatCredits(exampleSpend)} moves it ${move}. The higher the liquidity, the less a trade moves the odds.`;
};

/** Who stands behind the payouts, and with how much. */
export const subsidyWords = (market: Pick<Market, 'subsidy' | 'subsidyFrom' | 'creator'>): string => {
  const who = market.subsidyFrom === 'HOUSE' ? 'The house' : `@${market.creator.handle}`;
  return `${who} put in ${formatCredits(market.subsidy)} at the start. With it the market can always pay every winning share. No more than that can be lost here, and what is left over is returned.`;
};
