import type { Profile } from '@mesh-markets/contract';
import type { ReactNode } from 'react';
import { formatCount, formatCredits } from '../../lib/format.ts';
import { SignedCredits } from './SignedCredits.tsx';

interface StatProps {
  readonly label: string;
  /** A few words that make the figure mean something. */
  readonly note?: string | undefined;
  readonly children: ReactNode;
}

const Stat = ({ label, note, children }: StatProps) => (
  <div className="flex flex-col">
    <dt className="text-xs text-muted">{label}</dt>
    <dd>
      <span className="figures block text-lg font-semibold">{children}</span>
      {note !== undefined && <span className="figures block text-xs text-muted">{note}</span>}
    </dd>
  </div>
);

const winRate = (won: number, resolved: number): string => `${Math.round((won / resolved) * 100)}\u202f%`;

/** A person in figures. */
export const ProfileStats = ({ stats }: { readonly stats: Profile['stats'] }) => (
  <dl className="grid grid-cols-2 gap-x-4 gap-y-5 border-y border-line py-4 sm:grid-cols-4">
    <Stat label="Profit made" note="sold or paid out">
      <SignedCredits amount={stats.realised} />
    </Stat>
    <Stat label="With open positions" note="at the odds of now">
      <SignedCredits amount={stats.profit} />
    </Stat>
    <Stat label="Volume" note={`${formatCount(stats.trades)} ${stats.trades === 1 ? 'trade' : 'trades'}`}>
      {formatCredits(stats.volume)}
    </Stat>
    <Stat
      label="Came out ahead"
      note={
        stats.resolved === 0
          ? 'no resolved market yet'
          : `${formatCount(stats.won)} of ${formatCount(stats.resolved)} resolved`
      }
    >
      {stats.resolved === 0 ? '–' : winRate(stats.won, stats.resolved)}
    </Stat>
    <Stat label="Markets traded">{formatCount(stats.marketsTraded)}</Stat>
    <Stat label="Questions asked">{formatCount(stats.marketsCreated)}</Stat>
  </dl>
);
