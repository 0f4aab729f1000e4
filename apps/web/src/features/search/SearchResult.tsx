import type { Market, Post } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { formatCounted, formatPercent } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { formatRelative, formatTimeLeft } from '../../lib/time.ts';
import { useNow } from '../../lib/useNow.ts';
import { phaseOf } from '../market/marketStatus.ts';
import { leadingOutcome } from '../shell/leadingOutcome.ts';
import { Highlighted } from './Highlighted.tsx';
import { excerpt } from './highlight.ts';

interface ResultProps {
  readonly post: Post;
  readonly query: string;
}

const rowClass =
  'flex items-start gap-4 rounded-md py-3.5 outline-offset-2 [content-visibility:auto] [contain-intrinsic-size:auto_4.5rem]';

const whenOf = (market: Market, now: number): string => {
  const phase = phaseOf(market, now);
  if (phase === 'OPEN') return formatTimeLeft(market.closesAt, now);
  if (phase === 'RESOLVED') return `resolved ${formatRelative(market.resolvedAt ?? market.closesAt, now)}`;
  return 'closed';
};

const FoundMarket = ({ market, query }: { readonly market: Market; readonly query: string }) => {
  const leader = leadingOutcome(market);
  return (
    <Link data-result to={paths.market(market.id)} className={`group ${rowClass}`}>
      <span className="min-w-0 flex-1">
        <span dir="auto" className="line-clamp-2 font-medium group-hover:underline">
          <Highlighted text={market.question} query={query} />
        </span>
        <span className="figures mt-1 block text-xs text-muted">
          {whenOf(market, useNow())} · {formatCounted(market.traderCount, 'trader')} · @
          {market.creator.handle}
        </span>
      </span>
      <span className="w-20 shrink-0 text-end">
        <span className="figures block font-semibold">{formatPercent(leader.probability)}</span>
        <span dir="auto" className="block truncate text-xs text-muted">
          <Highlighted text={leader.label} query={query} />
        </span>
      </span>
    </Link>
  );
};

const FoundPost = ({ post, query }: ResultProps) => (
  <Link data-result to={paths.post(post.id)} className={`group ${rowClass}`}>
    <span className="min-w-0 flex-1">
      <span dir="auto" className="line-clamp-3 group-hover:underline">
        <Highlighted text={excerpt(post.body ?? '', query)} query={query} />
      </span>
      <span className="mt-1 block text-xs text-muted">
        Post by @{post.author.handle}, {formatRelative(post.createdAt, useNow())}
      </span>
    </span>
  </Link>
);

/** One line of what was found; see SearchPage for the keys that walk them. */
export const SearchResult = memo(({ post, query }: ResultProps) => (
  <li>
    {post.market ? (
      <FoundMarket market={post.market} query={query} />
    ) : (
      <FoundPost post={post} query={query} />
    )}
  </li>
));
SearchResult.displayName = 'SearchResult';
