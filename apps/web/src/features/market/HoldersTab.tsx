import type { Market } from '@mesh-markets/contract';
import { Users } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { sidesOf } from './holders.ts';
import { SideHolders } from './SideHolders.tsx';

/** More groups than these are opened by a press: each asks the server for its own people. */
const shownAtFirst = 3;

const NobodyHolds = ({ market }: { readonly market: Market }) => (
  <EmptyState icon={Users} title="Nobody holds shares">
    {market.state === 'RESOLVED'
      ? 'Nobody held any when the market was resolved.'
      : 'Whoever buys first stands here first.'}
  </EmptyState>
);

const ManySides = ({ market }: { readonly market: Market }) => {
  const [all, setAll] = useState(false);
  const sides = sidesOf(market);
  const shown = all ? sides : sides.slice(0, shownAtFirst);
  return (
    <div className="grid gap-6">
      {shown.map((side) => (
        <SideHolders key={side.index} market={market} side={side} />
      ))}
      {shown.length < sides.length && (
        <Button variant="secondary" size="small" className="w-fit" onClick={() => setAll(true)}>
          Show all {sides.length} outcomes that somebody holds
        </Button>
      )}
    </div>
  );
};

/** Who has something at stake, and on which side. */
export const HoldersTab = ({ market }: { readonly market: Market }) => {
  if (market.outcomes.every(({ shares }) => shares === 0)) return <NobodyHolds market={market} />;
  if (market.type === 'MULTIPLE') return <ManySides market={market} />;
  return (
    <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
      {sidesOf(market).map((side) => (
        <SideHolders key={side.index} market={market} side={side} />
      ))}
    </div>
  );
};
