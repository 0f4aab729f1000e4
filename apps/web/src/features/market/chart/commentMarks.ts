import type { Comment, Market } from '@mesh-markets/contract';
import type { ChartMark } from './marks.ts';

/** Who holds at least this part of all shares of an outcome is somebody whose words may move it. */
const LARGE_PART = 0.1;
/** Of a market that hardly anybody is in, nobody is a large trader. */
const LARGE_SHARES = 50;
const MOST = 40;

const isLarge = ({ holdings }: Comment, { outcomes }: Pick<Market, 'outcomes'>): boolean =>
  holdings.some(
    ({ outcome, shares }) =>
      shares >= LARGE_SHARES &&
      shares >= LARGE_PART * (outcomes[outcome]?.shares ?? Number.POSITIVE_INFINITY),
  );

/** Where on the chart those with a large position said something; the newest of them. */
export const commentMarks = (comments: readonly Comment[], market: Pick<Market, 'outcomes'>): ChartMark[] =>
  comments
    .filter((comment) => comment.deleted === undefined && isLarge(comment, market))
    .slice(0, MOST)
    .flatMap(({ author, createdAt }) =>
      author === undefined
        ? []
        : [{ at: Date.parse(createdAt), kind: 'COMMENT' as const, label: `@${author.handle}` }],
    );
