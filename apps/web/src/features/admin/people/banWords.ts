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
  POSTING: 'Writing posts, comments and questions',
  MARKETS: 'Closing and resolving markets',
};

export const untilWords = ({ until }: Pick<OwnBan, 'until'>): string =>
  until === undefined ? 'until further notice' : `until ${formatExact(until)}`;
