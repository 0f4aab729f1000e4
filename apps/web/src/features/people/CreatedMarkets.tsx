import type { CreatedMarket, Profile } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { formatCounted, formatCreditsCompact } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { Badge } from '../../ui/Badge.tsx';
import { DateTime } from '../../ui/DateTime.tsx';

const stateWords = ({ state, outcome }: CreatedMarket): string => {
  if (state === 'OPEN') return 'Open';
  if (state === 'CLOSED') return 'Waiting';
  if (outcome === 'N_A') return 'Void';
  if (outcome === 'WEIGHTED') return 'Split';
  return typeof outcome === 'string' ? `Resolved ${outcome}` : 'Resolved';
};

const Row = ({ market }: { readonly market: CreatedMarket }) => (
  <li className="flex items-baseline justify-between gap-4 border-t border-line py-2.5 first:border-t-0">
    <div className="min-w-0">
      <Link
        to={paths.market(market.id)}
        dir="auto"
        className="line-clamp-2 text-sm font-medium hover:underline"
      >
        {market.question}
      </Link>
      <p className="figures text-xs text-muted">
        {formatCounted(market.traderCount, 'trader')} · {formatCreditsCompact(market.volume)} ·{' '}
        <DateTime at={market.createdAt} />
      </p>
    </div>
    <Badge tone={market.state === 'OPEN' ? 'accent' : 'neutral'}>
      <span className="whitespace-nowrap">{stateWords(market)}</span>
    </Badge>
  </li>
);

/** The newest questions somebody asked, and how many they asked in all. */
export const CreatedMarkets = ({ profile: { created, stats, user } }: { readonly profile: Profile }) => (
  <>
    <ol aria-label={`Questions by ${user.name}`}>
      {created.map((market) => (
        <Row key={market.id} market={market} />
      ))}
    </ol>
    {stats.marketsCreated > created.length && (
      <p className="figures pt-1 text-xs text-muted">
        The newest {created.length} of {stats.marketsCreated}.
      </p>
    )}
  </>
);
