import type { Me } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { closingSoonQuery } from '../../api/queries.ts';
import { formatPercent } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { formatTimeLeft } from '../../lib/time.ts';
import { Credits } from '../../ui/Credits.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { HowItWorks } from './HowItWorks.tsx';
import { leadingOutcome } from './leadingOutcome.ts';

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
      <Link to={paths.portfolio()} className="text-accent hover:underline">
        Portfolio
      </Link>
    </p>
  </section>
);

const ClosingSoon = () => {
  const { data, isPending } = useQuery(closingSoonQuery());
  const markets = data?.posts.flatMap(({ market }) => market ?? []) ?? [];
  if (!isPending && markets.length === 0) return null;
  return (
    <section aria-labelledby="closing-title">
      <h2 id="closing-title" className="text-sm font-semibold">
        Closing soon
      </h2>
      <ul className="mt-1 divide-y divide-line">
        {isPending && ['a', 'b', 'c'].map((key) => <Skeleton key={key} className="my-3 h-12" />)}
        {markets.map((market) => {
          const leader = leadingOutcome(market);
          return (
            <li key={market.id}>
              <Link to={paths.market(market.id)} className="group flex items-start gap-3 rounded-md py-3">
                <span className="min-w-0 flex-1">
                  <span dir="auto" className="line-clamp-2 text-sm group-hover:underline">
                    {market.question}
                  </span>
                  <DateTime at={market.closesAt} format={formatTimeLeft} className="text-xs text-muted" />
                </span>
                <span className="w-20 shrink-0 text-end">
                  <span className="figures block text-sm font-semibold">
                    {formatPercent(leader.probability)}
                  </span>
                  <span dir="auto" className="block truncate text-xs text-muted">
                    {leader.label}
                  </span>
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
};

export const RightRail = ({ me }: { readonly me: Me | null | undefined }) => (
  <aside
    aria-label="Balance and closing soon"
    className="sticky top-0 hidden h-dvh w-72 shrink-0 overflow-y-auto py-6 lg:block"
  >
    <div className="grid gap-5">
      {me === undefined && <Skeleton className="h-28" />}
      {me === null && <HowItWorks />}
      {me && <Balance me={me} />}
      <ClosingSoon />
    </div>
  </aside>
);
