import type { Dashboard, DashboardDay } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type DashboardRange, dashboardQuery } from '../../../api/adminQueries.ts';
import { errorSentence } from '../../../api/errors.ts';
import {
  formatCount,
  formatCounted,
  formatCredits,
  formatCreditsCompact,
  formatShares,
} from '../../../lib/format.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { AdminFrame } from '../AdminFrame.tsx';
import { DayChart } from './DayChart.tsx';
import { Latency } from './Latency.tsx';
import { PartsBar } from './PartsBar.tsx';
import { Sending } from './Sending.tsx';

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const formatShort = (value: number): string => compact.format(value);

const sumOf = (days: readonly DashboardDay[], figure: 'trades' | 'volume' | 'signUps' | 'markets'): number =>
  days.reduce((sum, day) => sum + day[figure], 0);

const valuesOf = (days: readonly DashboardDay[], figure: Exclude<keyof DashboardDay, 'day'>) =>
  days.map((day) => ({ day: day.day, value: day[figure] }));

const Charts = ({ data: { days, traders, people, openInterest } }: { readonly data: Dashboard }) => (
  <div className="grid grid-cols-1 gap-x-8 gap-y-6 md:grid-cols-2">
    <DayChart
      title="Trades"
      total={formatCounted(sumOf(days, 'trades'), 'trade')}
      days={valuesOf(days, 'trades')}
      shape="bars"
      format={formatCount}
      formatShort={formatShort}
    />
    <DayChart
      title="Volume"
      total={formatCreditsCompact(sumOf(days, 'volume'))}
      days={valuesOf(days, 'volume')}
      shape="bars"
      format={formatCredits}
      formatShort={formatShort}
    />
    <DayChart
      title="People who traded"
      total={`${formatCount(traders)} of ${formatCounted(people, 'person', 'people')}`}
      days={valuesOf(days, 'traders')}
      shape="bars"
      format={formatCount}
      formatShort={formatShort}
    />
    <DayChart
      title="Open interest"
      total={`${formatShares(openInterest)} shares held`}
      days={valuesOf(days, 'openInterest')}
      shape="line"
      format={formatShares}
      formatShort={formatShort}
    />
    <DayChart
      title="New people"
      total={formatCounted(sumOf(days, 'signUps'), 'person', 'people')}
      days={valuesOf(days, 'signUps')}
      shape="bars"
      format={formatCount}
      formatShort={formatShort}
    />
    <DayChart
      title="New markets"
      total={formatCounted(sumOf(days, 'markets'), 'market')}
      days={valuesOf(days, 'markets')}
      shape="bars"
      format={formatCount}
      formatShort={formatShort}
    />
  </div>
);

const Credits = ({ credits: { issued, wallets, escrows, house } }: Pick<Dashboard, 'credits'>) => (
  <PartsBar
    title="Where the credits are"
    format={formatCredits}
    parts={[
      { label: 'Wallets', value: wallets, meaning: 'of people', fillClass: 'fill-accent' },
      { label: 'Escrow', value: escrows, meaning: 'of markets', fillClass: 'fill-notice' },
      { label: 'House', value: house, fillClass: 'fill-edge' },
    ]}
    sum={`${formatCredits(issued)} issued; issued less all of these is ${formatCredits(issued - wallets - escrows - house)}.`}
  />
);

const Markets = ({ markets: { open, awaiting, resolved } }: Pick<Dashboard, 'markets'>) => (
  <PartsBar
    title="Markets"
    format={formatCount}
    parts={[
      { label: 'Open', value: open, fillClass: 'fill-accent' },
      { label: 'Closed', value: awaiting, meaning: 'waiting to be resolved', fillClass: 'fill-notice' },
      { label: 'Resolved', value: resolved, fillClass: 'fill-edge' },
    ]}
    sum={`${formatCounted(open + awaiting + resolved, 'market')} in all.`}
  />
);

const ranges: readonly { readonly value: DashboardRange; readonly label: string }[] = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
];

const Content = () => {
  const [range, setRange] = useState<DashboardRange>('30');
  const { data, isError, error, refetch } = useQuery(dashboardQuery(range));
  return (
    <div className="grid grid-cols-1 gap-6 pb-10">
      <SegmentedControl
        label="How far back"
        segments={ranges}
        value={range}
        onValueChange={setRange}
        className="w-full max-w-72"
      />
      {data === undefined &&
        (isError ? (
          <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="h-[48rem]" />
        ))}
      {data && (
        <>
          <Charts data={data} />
          <div className="grid grid-cols-1 gap-8 border-t border-line pt-6 md:grid-cols-2">
            <Credits credits={data.credits} />
            <Markets markets={data.markets} />
            <Latency latency={data.tradeLatency} />
            <Sending
              outbox={data.outbox}
              deliveries={data.deliveries}
              {...(data.segment && { segment: data.segment })}
            />
          </div>
        </>
      )}
    </div>
  );
};

/** The whole instance at a glance, for who runs it. */
export const DashboardPage = () => (
  <AdminFrame title="Dashboard" lead="What happens here, by day of UTC.">
    <Content />
  </AdminFrame>
);
