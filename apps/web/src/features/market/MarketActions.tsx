import type { Market } from '@mesh-markets/contract';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { CorrectDialog } from '../resolve/CorrectDialog.tsx';
import { ResolveDialog } from '../resolve/ResolveDialog.tsx';
import { useResultStop } from '../resolve/useResultStop.ts';
import { CloseMarketDialog } from './CloseMarketDialog.tsx';
import type { MarketPhase } from './marketStatus.ts';

type Open = 'CLOSE' | 'RESOLVE' | 'CORRECT';

interface MarketActionsProps {
  readonly market: Market;
  readonly phase: MarketPhase;
}

/** What the people who decide this market can do with it. Absent for everybody else. */
export const MarketActions = ({ market, phase }: MarketActionsProps) => {
  const [open, setOpen] = useState<Open>();
  const stop = useResultStop();
  const viewer = market.viewer;
  const canCorrect = phase === 'RESOLVED' && viewer?.canJudge === true;
  if (viewer === undefined || !(viewer.canClose || viewer.canResolve || canCorrect)) return null;
  const finish = (): void => setOpen(undefined);
  if (canCorrect) {
    return (
      <section aria-label="For admins without a stake">
        <Button variant="secondary" disabledReason={stop} onClick={() => setOpen('CORRECT')}>
          Correct the result
        </Button>
        <CorrectDialog market={market} open={open === 'CORRECT'} onClose={finish} />
      </section>
    );
  }
  return (
    <section aria-label="For those who decide this market" className="flex flex-wrap gap-2">
      {viewer.canClose && (
        <Button variant="secondary" disabledReason={stop} onClick={() => setOpen('CLOSE')}>
          {phase === 'OPEN' ? 'Close early' : 'Close now'}
        </Button>
      )}
      <Button
        variant={viewer.canResolve && market.proposal === undefined ? 'primary' : 'secondary'}
        disabledReason={
          viewer.canResolve ? stop : 'Close the market first: nobody may trade on a known answer.'
        }
        onClick={() => setOpen('RESOLVE')}
      >
        {market.proposal === undefined ? 'Resolve' : 'Propose another result'}
      </Button>
      <CloseMarketDialog market={market} open={open === 'CLOSE'} onClose={finish} />
      <ResolveDialog market={market} open={open === 'RESOLVE'} onClose={finish} />
    </section>
  );
};
