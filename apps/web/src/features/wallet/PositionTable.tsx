import type { PortfolioPosition } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { memo, useId, useState } from 'react';
import { className as join } from '../../lib/className.ts';
import {
  formatCount,
  formatCredits,
  formatPercent,
  formatShares,
  formatSignedCredits,
} from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { Button } from '../../ui/Button.tsx';
import type { MarketPhase } from '../market/marketStatus.ts';
import { quotedLabel } from '../market/outcomeName.ts';
import type { PortfolioGroup } from './portfolioGroups.ts';
import { endWords } from './positionWords.ts';
import { profitTone } from './profitTone.ts';

/** Rows shown at first, and more each time they are asked for: a thousand positions stay quick. */
const STEP = 50;

const titles: Readonly<Record<MarketPhase, string>> = {
  OPEN: 'Open',
  WAITING: 'Waiting for resolution',
  RESOLVED: 'Resolved',
};

interface Column {
  readonly title: string;
  readonly figure: (position: PortfolioPosition) => number;
  readonly signed?: true;
  /** Too much for a phone. */
  readonly wide?: true;
}

const profit: Column = { title: 'Profit', figure: (position) => position.profit, signed: true };
const made: Column = { title: 'Made', figure: (position) => position.realised, signed: true, wide: true };

const heldColumns: readonly Column[] = [
  { title: 'Cost', figure: (position) => position.costBasis, wide: true },
  { title: 'Worth now', figure: (position) => position.value },
  made,
  profit,
];

const columns: Readonly<Record<MarketPhase, readonly Column[]>> = {
  OPEN: heldColumns,
  WAITING: heldColumns,
  RESOLVED: [
    { title: 'Put in', figure: (position) => position.paid, wide: true },
    { title: 'Sold for', figure: (position) => position.received, wide: true },
    { title: 'Paid out', figure: (position) => position.payout },
    profit,
  ],
};

const Held = ({ position, phase }: { readonly position: PortfolioPosition; readonly phase: MarketPhase }) => (
  <span className="block truncate text-muted">
    {position.shares > 0 ? `${formatShares(position.shares)} ` : 'Sold '}
    <bdi>{quotedLabel(position.label)}</bdi>
    {phase === 'RESOLVED'
      ? `, ${endWords(position)}`
      : `${position.shares > 0 ? ' at' : ', now'} ${formatPercent(position.probability)}`}
  </span>
);

const PositionRow = memo(
  ({ position, phase }: { readonly position: PortfolioPosition; readonly phase: MarketPhase }) => (
    <tr className="border-t border-line align-baseline">
      <td className="w-full max-w-0 py-2.5">
        <Link
          to={paths.market(position.market.id)}
          dir="auto"
          className="line-clamp-2 font-medium hover:underline"
        >
          {position.market.question}
        </Link>
        <Held position={position} phase={phase} />
      </td>
      {columns[phase].map(({ title, figure, signed, wide }) => {
        const amount = figure(position);
        return (
          <td
            key={title}
            className={join(
              'py-2.5 ps-4 text-end whitespace-nowrap',
              signed && profitTone(amount),
              title === profit.title && 'font-medium',
              wide && 'max-sm:hidden',
            )}
          >
            {signed ? formatSignedCredits(amount) : formatCredits(amount)}
          </td>
        );
      })}
    </tr>
  ),
);
PositionRow.displayName = 'PositionRow';

/** Positions that are in the same phase, with their sum. */
export const PositionTable = ({ group }: { readonly group: PortfolioGroup }) => {
  const titleId = useId();
  const [most, setMost] = useState(STEP);
  const hidden = group.positions.length - most;
  return (
    <section aria-labelledby={titleId} className="pt-6">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id={titleId} className="font-semibold">
          {titles[group.phase]}{' '}
          <span className="font-normal text-muted">{formatCount(group.positions.length)}</span>
        </h2>
        <p className="figures text-sm text-muted">{formatSignedCredits(group.profit)} in all</p>
      </div>
      <table aria-labelledby={titleId} className="figures w-full text-sm">
        <thead className="text-xs text-muted">
          <tr>
            <th scope="col" className="py-2 text-start font-medium whitespace-nowrap">
              Market
            </th>
            {columns[group.phase].map(({ title, wide }) => (
              <th
                key={title}
                scope="col"
                className={join('py-2 ps-4 text-end font-medium whitespace-nowrap', wide && 'max-sm:hidden')}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {group.positions.slice(0, most).map((position) => (
            <PositionRow
              key={`${position.market.id}-${position.outcome}`}
              position={position}
              phase={group.phase}
            />
          ))}
        </tbody>
      </table>
      {hidden > 0 && (
        <div className="flex justify-center border-t border-line pt-4">
          <Button variant="secondary" onClick={() => setMost(most + 4 * STEP)}>
            Show more ({formatCount(hidden)})
          </Button>
        </div>
      )}
    </section>
  );
};
