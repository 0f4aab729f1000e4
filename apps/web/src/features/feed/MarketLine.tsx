import type { Market } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatPercent } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { leadingOutcome } from '../shell/leadingOutcome.ts';

interface MarketLineProps {
  readonly market: Market;
  /** Why it stands here: the time left, how far it moved. */
  readonly children: ReactNode;
}

/** A market in two lines, for the rails. */
export const MarketLine = ({ market, children }: MarketLineProps) => {
  const leader = leadingOutcome(market);
  return (
    <li>
      <Link to={paths.market(market.id)} className="group flex items-start gap-3 rounded-md py-3">
        <span className="min-w-0 flex-1">
          <span dir="auto" className="line-clamp-2 text-sm group-hover:underline">
            {market.question}
          </span>
          <span className="text-xs text-muted">{children}</span>
        </span>
        <span className="w-20 shrink-0 text-end">
          <span className="figures block text-sm font-semibold">{formatPercent(leader.probability)}</span>
          <span dir="auto" className="block truncate text-xs text-muted">
            {leader.label}
          </span>
        </span>
      </Link>
    </li>
  );
};
