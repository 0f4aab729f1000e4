import type { Market } from '@mesh-markets/contract';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { ResolveDialog } from '../resolve/ResolveDialog.tsx';
import { CloseMarketDialog } from './CloseMarketDialog.tsx';
import type { MarketPhase } from './marketStatus.ts';

type Open = 'CLOSE' | 'RESOLVE';

interface MarketActionsProps {
  readonly market: Market;
  readonly phase: MarketPhase;
}

/** What the people who decide this market can do with it. Absent for everybody else. */
export const MarketActions = ({ market, phase }: MarketActionsProps) => {
  const [open, setOpen] = useState<Open>();
  const viewer = market.viewer;
  if (viewer === undefined || !(viewer.canClose || viewer.canResolve)) return null;
  const finish = (): void => setOpen(undefined);
  return (
    <section aria-label="For those who decide this market" className="flex flex-wrap gap-2">
      {viewer.canClose && (
        <Button variant="secondary" onClick={() => setOpen('CLOSE')}>
          {phase === 'OPEN' ? 'Close early' : 'Close now'}
        </Button>
      )}
      <Button
        variant={viewer.canResolve ? 'primary' : 'secondary'}
        disabledReason={
          viewer.canResolve ? undefined : 'Close the market first: nobody may trade on a known answer.'
        }
        onClick={() => setOpen('RESOLVE')}
      >
        Resolve
      </Button>
      <CloseMarketDialog market={market} open={open === 'CLOSE'} onClose={finish} />
      <ResolveDialog market={market} open={open === 'RESOLVE'} onClose={finish} />
    </section>
  );
};
