import type { Market } from '@mesh-markets/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { commentsQuery } from '../../api/discussionQueries.ts';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { commentMarks } from './chart/commentMarks.ts';
import { HistoryChart } from './chart/HistoryChart.tsx';
import type { ChartMark } from './chart/marks.ts';
import { DepthView } from './depth/DepthView.tsx';

const views = [
  { value: 'history', label: 'Over time' },
  { value: 'depth', label: 'Depth' },
] as const;

interface OddsChartsProps {
  readonly market: Market;
  /** After trading has ended there is nothing left to move. */
  readonly open: boolean;
}

/** From the discussion as it is loaded below the chart: the newest threads first, more as somebody reads on. */
const useCommentMarks = (market: Market): ChartMark[] => {
  const { data } = useInfiniteQuery(commentsQuery(market.postId, { sort: 'newest', told: true }));
  const threads = data?.pages.flatMap((page) => page.threads) ?? [];
  return commentMarks(
    threads.flatMap(({ comment, replies }) => [comment, ...replies]),
    market,
  );
};

/** How the odds came to where they are, and what it would take to move them on. */
export const OddsCharts = ({ market, open }: OddsChartsProps) => {
  const marks = useCommentMarks(market);
  const [view, setView] = useState<'history' | 'depth'>('history');
  const depth = open && view === 'depth';
  const choice = open && (
    <SegmentedControl
      label="What the chart shows"
      segments={views}
      value={view}
      onValueChange={setView}
      className="w-fit"
    />
  );
  return (
    <section
      aria-label={depth ? 'What moving the odds costs' : 'Probability over time'}
      className="grid gap-2"
    >
      {depth ? (
        <DepthView market={market} lead={choice} />
      ) : (
        <HistoryChart market={market} marks={marks} lead={choice} />
      )}
    </section>
  );
};
