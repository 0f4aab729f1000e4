import type { AnswerOf, Market } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorSentence } from '../../../api/errors.ts';
import { type HistoryRange, historyQuery } from '../../../api/queries.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import type { ChartMarker } from './ChartMarkers.tsx';
import { ChartTable } from './ChartTable.tsx';
import { ProbabilityChart } from './ProbabilityChart.tsx';
import { chartPoints, chartWindow, seriesOf } from './series.ts';

const ranges: readonly { readonly value: HistoryRange; readonly label: string }[] = [
  { value: '1h', label: '1H' },
  { value: '1d', label: '1D' },
  { value: '1w', label: '1W' },
  { value: 'all', label: 'All' },
];

const markersOf = (market: Market): ChartMarker[] => {
  const closes = { time: Date.parse(market.closedAt ?? market.closesAt), label: 'Closed' };
  if (market.resolvedAt === undefined) return [closes];
  return [closes, { time: Date.parse(market.resolvedAt), label: 'Resolved' }];
};

interface HistoryPlotProps {
  readonly market: Market;
  readonly history: AnswerOf<'getHistory'>;
  readonly range: HistoryRange;
}

const HistoryPlot = ({ market, history, range }: HistoryPlotProps) => {
  const window = chartWindow(history, market.resolvedAt ?? market.closedAt, range);
  const points = chartPoints(history.points, market.outcomes, window);
  return (
    <>
      <ProbabilityChart market={market} points={points} window={window} markers={markersOf(market)} />
      <ChartTable points={points} series={seriesOf(market)} />
    </>
  );
};

/** The probability over time, with a choice of how far back. */
export const HistoryChart = ({ market }: { readonly market: Market }) => {
  const [range, setRange] = useState<HistoryRange>('all');
  const { data, error, refetch } = useQuery(historyQuery(market.id, range));
  return (
    <section aria-label="Probability over time" className="grid gap-2">
      <SegmentedControl
        label="Time range of the chart"
        segments={ranges}
        value={range}
        onValueChange={setRange}
        className="ms-auto w-56"
      />
      {data !== undefined && <HistoryPlot market={market} history={data} range={range} />}
      {data === undefined && error === null && <Skeleton className="h-65" />}
      {data === undefined && error !== null && (
        <ErrorState
          title="The chart could not be loaded"
          message={errorSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
    </section>
  );
};
