import type { PortfolioPosition } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { className as join } from '../../lib/className.ts';
import { formatCredits, formatPercent, formatShares, formatSignedCredits } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import type { MarketPhase } from '../market/marketStatus.ts';
import type { PortfolioGroup } from './portfolioGroups.ts';
import { endWords } from './positionWords.ts';
import { profitTone } from './profitTone.ts';

const titles: Readonly<Record<MarketPhase, string>> = {
  OPEN: 'Open',
  WAITING: 'Waiting for resolution',
  RESOLVED: 'Resolved',
};

const Held = ({ position, phase }: { readonly position: PortfolioPosition; readonly phase: MarketPhase }) => (
  <span className="block truncate text-muted">
    {position.shares > 0 ? `${formatShares(position.shares)} ` : 'Sold '}
    <span dir="auto">{position.label}</span>
    {phase === 'RESOLVED' ? `, ${endWords(position)}` : ` at ${formatPercent(position.probability)}`}
  </span>
);

const PositionRow = ({
  position,
  phase,
}: {
  readonly position: PortfolioPosition;
  readonly phase: MarketPhase;
}) => (
  <tr className="border-t border-line align-baseline">
    <td className="w-full max-w-0 py-2.5 pe-4">
      <Link
        to={paths.market(position.market.id)}
        dir="auto"
        className="line-clamp-2 font-medium hover:underline"
      >
        {position.market.question}
      </Link>
      <Held position={position} phase={phase} />
    </td>
    <td className="py-2.5 pe-4 text-end whitespace-nowrap max-sm:hidden">
      {formatCredits(phase === 'RESOLVED' ? position.paid : position.costBasis)}
    </td>
    <td className="py-2.5 pe-4 text-end whitespace-nowrap">
      {formatCredits(phase === 'RESOLVED' ? position.payout : position.value)}
    </td>
    <td className={join('py-2.5 text-end font-medium whitespace-nowrap', profitTone(position.profit))}>
      {formatSignedCredits(position.profit)}
    </td>
  </tr>
);

const heading = 'py-2 font-medium whitespace-nowrap';

/** Positions that are in the same phase, with their sum. */
export const PositionTable = ({ group }: { readonly group: PortfolioGroup }) => {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="pt-6">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id={titleId} className="font-semibold">
          {titles[group.phase]}
        </h2>
        <p className="figures text-sm text-muted">{formatSignedCredits(group.profit)} in all</p>
      </div>
      <table aria-labelledby={titleId} className="figures w-full text-sm">
        <thead className="text-xs text-muted">
          <tr>
            <th scope="col" className={`${heading} pe-4 text-start`}>
              Market
            </th>
            <th scope="col" className={`${heading} pe-4 text-end max-sm:hidden`}>
              {group.phase === 'RESOLVED' ? 'Put in' : 'Cost'}
            </th>
            <th scope="col" className={`${heading} pe-4 text-end`}>
              {group.phase === 'RESOLVED' ? 'Paid' : 'Worth now'}
            </th>
            <th scope="col" className={`${heading} text-end`}>
              Profit
            </th>
          </tr>
        </thead>
        <tbody>
          {group.positions.map((position) => (
            <PositionRow
              key={`${position.market.id}-${position.outcome}`}
              position={position}
              phase={group.phase}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
};
