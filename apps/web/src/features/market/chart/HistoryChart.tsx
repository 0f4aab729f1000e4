import type { AnswerOf, Market } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { errorSentence } from '../../../api/errors.ts';
import { type HistoryRange, historyQuery } from '../../../api/queries.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { ChartTable } from './ChartTable.tsx';
import { momentLabel } from './chartWords.ts';
import { type ChartMark, marketMarks } from './marks.ts';
import { ProbabilityChart } from './ProbabilityChart.tsx';
import { chartPoints, chartWindow, seriesOf } from './series.ts';
import { ZoomButtons } from './ZoomButtons.tsx';
import { pointsIn, viewOf, type Zoom } from './zoom.ts';

const ranges: readonly { readonly value: HistoryRange; readonly label: string }[] = [
  { value: '1h', label: '1H' },
  { value: '1d', label: '1D' },
  { value: '1w', label: '1W' },
  { value: 'all', label: 'All' },
];

interface HistoryPlotProps {
  readonly market: Market;
  readonly history: AnswerOf<'getHistory'>;
  readonly range: HistoryRange;
  readonly onRange: (range: HistoryRange) => void;
  readonly marks: readonly ChartMark[];
  /** Stands before the controls, in their row. */
  readonly lead: ReactNode;
}

const ZoomWords = ({ from, to }: { readonly from: number; readonly to: number }) => (
  <p role="status" className="sr-only">
    Showing {momentLabel(from)} to {momentLabel(to)}
  </p>
);

const RangeControl = ({ range, onRange }: Pick<HistoryPlotProps, 'range' | 'onRange'>) => (
  <SegmentedControl
    label="Time range of the chart"
    segments={ranges}
    value={range}
    onValueChange={onRange}
    className="max-sm:w-full sm:w-56"
  />
);

const HistoryPlot = ({ market, history, range, onRange, marks, lead }: HistoryPlotProps) => {
  const [zoom, setZoom] = useState<Zoom>();
  const all = chartWindow(history, market.resolvedAt ?? market.closedAt, range);
  const points = chartPoints(history.points, market.outcomes, all);
  const view = viewOf(all, zoom);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {lead}
        <ZoomButtons all={all} zoom={zoom} onZoom={setZoom} />
        <RangeControl
          range={range}
          onRange={(next) => {
            setZoom(undefined);
            onRange(next);
          }}
        />
      </div>
      <ProbabilityChart
        market={market}
        points={points}
        all={all}
        zoom={zoom}
        onZoom={setZoom}
        marks={[...marketMarks(market), ...marks]}
      />
      {zoom !== undefined && <ZoomWords {...view} />}
      <ChartTable points={pointsIn(points, view)} series={seriesOf(market)} />
    </>
  );
};

interface HistoryChartProps {
  readonly market: Market;
  /** What happened beside the trades, from elsewhere. */
  readonly marks: readonly ChartMark[];
  readonly lead: ReactNode;
}

/** The probability over time, with a choice of how far back. */
export const HistoryChart = ({ market, marks, lead }: HistoryChartProps) => {
  const [range, setRange] = useState<HistoryRange>('all');
  const { data, error, refetch } = useQuery(historyQuery(market.id, range));
  if (data !== undefined) {
    return (
      <HistoryPlot
        market={market}
        history={data}
        range={range}
        onRange={setRange}
        marks={marks}
        lead={lead}
      />
    );
  }
  if (error === null) return <Skeleton className="h-93 sm:h-81" />;
  return (
    <ErrorState
      title="The chart could not be loaded"
      message={errorSentence(error)}
      onRetry={() => void refetch()}
    />
  );
};
