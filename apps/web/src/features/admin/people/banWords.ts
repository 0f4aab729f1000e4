import type { BanScope, OwnBan } from '@mesh-markets/contract';
import { formatExact } from '../../../lib/time.ts';

/** What somebody may not do, after "cannot". */
export const takenWords: Readonly<Record<BanScope, string>> = {
  TRADING: 'trade',
  POSTING: 'write posts, comments or questions',
  MARKETS: 'close or resolve markets',
};

export const scopeWords: Readonly<Record<BanScope, string>> = {
  TRADING: 'Trading',
  POSTING: 'Posts, comments, questions',
  MARKETS: 'Ending and resolving markets',
};

export const untilWords = ({ until }: Pick<OwnBan, 'until'>): string =>
  until === undefined ? 'until further notice' : `until ${formatExact(until)}`;
