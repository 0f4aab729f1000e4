import type { Market, Me, Post } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useId } from 'react';
import { moversQuery } from '../../api/discoveryQueries.ts';
import { useFeatures, useMarketsAreOpen } from '../../api/featureQueries.ts';
import { closingSoonQuery } from '../../api/queries.ts';
import { formatPoints } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { formatTimeLeft } from '../../lib/time.ts';
import { Credits } from '../../ui/Credits.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { MarketLine } from '../feed/MarketLine.tsx';
import { HowItWorks } from './HowItWorks.tsx';

const Balance = ({ me }: { readonly me: Me }) => (
  <section aria-labelledby="balance-title" className="border-b border-line pb-5">
    <h2 id="balance-title" className="text-sm text-muted">
      Your balance
    </h2>
    <p className="mt-1 text-xl font-semibold">
      <Credits amount={me.balance} />
    </p>
    <p className="mt-2 flex gap-4 text-sm">
      <Link to={paths.wallet()} className="text-accent hover:underline">
        Wallet
      </Link>
      {useFeatures().predictionMarkets && (
        <Link to={paths.portfolio()} className="text-accent hover:underline">
          Portfolio
        </Link>
      )}
    </p>
  </section>
);

interface MarketListProps {
  readonly title: string;
  /** Undefined until they have come; none where they could not be had. */
  readonly markets: readonly Market[] | undefined;
  readonly words: (market: Market) => ReactNode;
}

/** Absent where there is nothing to list. */
const MarketList = ({ title, markets, words }: MarketListProps) => {
  const titleId = useId();
  if (markets?.length === 0) return null;
  return (
    <section aria-labelledby={titleId}>
      <h2 id={titleId} className="text-sm font-semibold">
        {title}
      </h2>
      <ul className="mt-1 divide-y divide-line">
        {markets === undefined &&
          ['a', 'b', 'c', 'd', 'e'].map((key) => (
            <li key={key}>
              <Skeleton className="my-3 h-16" />
            </li>
          ))}
        {markets?.map((market) => (
          <MarketLine key={market.id} market={market}>
            {words(market)}
          </MarketLine>
        ))}
      </ul>
    </section>
  );
};

interface Reading {
  readonly data: { readonly posts: readonly Post[] } | undefined;
  readonly isError: boolean;
}

const marketsOf = ({ data, isError }: Reading): Market[] | undefined =>
  data === undefined && isError ? [] : data?.posts.flatMap(({ market }) => market ?? []);

const ClosingSoon = () => (
  <MarketList
    title="Closing soon"
    markets={marketsOf(useQuery({ ...closingSoonQuery(), enabled: useMarketsAreOpen() }))}
    words={(market) => <DateTime at={market.closesAt} format={formatTimeLeft} />}
  />
);

/** By sign and words, so that a rise and a fall are told apart without colour. */
const Movers = () => (
  <MarketList
    title="Moved most today"
    markets={marketsOf(useQuery({ ...moversQuery(), enabled: useMarketsAreOpen() }))}
    words={({ outcomes, type, change24h = 0 }) => (
      <span className="figures">
        {formatPoints(change24h)} points{type === 'BINARY' ? '' : ` for ${outcomes[0]?.label}`}
      </span>
    )}
  />
);

export const RightRail = ({ me }: { readonly me: Me | null | undefined }) => {
  const { predictionMarkets } = useFeatures();
  return (
    <aside
      aria-label="Balance, closing soon and movers"
      className="sticky top-0 hidden h-dvh w-72 shrink-0 overflow-y-auto py-6 lg:block"
    >
      <div className="grid gap-5">
        {me === undefined && <Skeleton className="h-28" />}
        {me === null && predictionMarkets && <HowItWorks />}
        {me && <Balance me={me} />}
        {predictionMarkets && <ClosingSoon />}
        {predictionMarkets && <Movers />}
      </div>
    </aside>
  );
};
