import type { ResolverHolding } from '@mesh-markets/contract';
import { formatCredits, formatShares } from '../../../lib/format.ts';
import { quotedLabel } from '../outcomeName.ts';

/** `holds 40 YES and 3.2 NO`. */
export const stakeWords = ({ holdings }: Pick<ResolverHolding, 'holdings'>, resolved: boolean): string => {
  const verb = resolved ? 'held' : 'holds';
  if (holdings.length === 0) return `${verb} nothing here`;
  const parts = holdings.map(({ shares, label }) => `${formatShares(shares)} ${quotedLabel(label)}`);
  return `${verb} ${parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`}`;
};

/** The same, with what it is worth now. After resolution the shares are worth nothing any more. */
export const stakeWorthWords = (holding: Pick<ResolverHolding, 'holdings'>, resolved: boolean): string => {
  const words = stakeWords(holding, resolved);
  const worth = holding.holdings.reduce((sum, { value }) => sum + value, 0);
  return resolved || holding.holdings.length === 0 ? words : `${words}, worth ${formatCredits(worth)}`;
};
