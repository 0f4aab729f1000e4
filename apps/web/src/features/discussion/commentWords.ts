import type { CommentHolding, CommentTrade, Market, ReportCase, ReportReason } from '@mesh-markets/contract';
import { formatCount, formatCredits, formatShares } from '../../lib/format.ts';
import { formatAveragePrice } from '../trade/ticketWords.ts';

/** Beside a name whole shares are enough. */
const roundShares = (shares: number): string =>
  shares < 10 ? formatShares(shares) : formatCount(Math.round(shares));

/** `holds 120 YES`, `held 120 YES and 4 NO` once it is resolved. */
export const holdingWords = (
  holdings: readonly CommentHolding[],
  state: Market['state'] | undefined,
): string => {
  const parts = holdings.map(({ shares, label }) => `${roundShares(shares)} ${label}`);
  const last = parts.pop();
  const list = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
  return `${state === 'RESOLVED' ? 'held' : 'holds'} ${list}`;
};

/** `bought 78.4 YES at 62¢ for ₡ 49`. */
export const tradeWords = ({ action, shares, label, price, cost }: CommentTrade): string =>
  `${action === 'BUY' ? 'bought' : 'sold'} ${formatShares(shares)} ${label} at ${formatAveragePrice(price)} for ${formatCredits(Math.abs(cost))}`;

/** The comment that an address points at: `#comment-123`. */
export const commentOfHash = (hash: string): string | undefined =>
  /^comment-([1-9]\d{0,15})$/.exec(hash)?.[1];

export const reasonWords: Readonly<Record<ReportReason, string>> = {
  SPAM: 'Spam or advertising',
  ABUSE: 'Insults or threatens somebody',
  MISLEADING: 'Misleads on purpose',
  OFF_TOPIC: 'Has nothing to do with the question',
  OTHER: 'Something else',
};

export const kindWords: Readonly<Record<ReportCase['kind'], string>> = {
  COMMENT: 'Comment',
  TEXT: 'Post',
  MARKET: 'Market',
};

/** What is being typed at the caret, where it could become the name of a person: `@an` gives `an`. */
export const mentionBefore = (text: string, caret: number): string | undefined =>
  /(?:^|[^\w/@.])@([a-z0-9_]{1,24})$/i.exec(text.slice(0, caret))?.[1];

/** The text with the person's handle in place of what was typed, and where the caret goes. */
export const completeMention = (
  text: string,
  caret: number,
  handle: string,
): { readonly text: string; readonly caret: number } => {
  const typed = mentionBefore(text, caret) ?? '';
  const before = `${text.slice(0, caret - typed.length)}${handle} `;
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length };
};
