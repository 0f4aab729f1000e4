import type { Market, Post } from '@mesh-markets/contract';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { BigProbability } from './BigProbability.tsx';
import { BuyButtons } from './BuyButtons.tsx';
import { Sparkline } from './chart/Sparkline.tsx';

interface CardBinaryProps {
  readonly market: Market;
  readonly sparkline: Post['sparkline'];
  readonly now: number;
  /** Undefined when nothing can be traded any more. */
  readonly onPick: ((outcome: number) => void) | undefined;
}

/** The line ends where the odds stopped moving. */
const endOf = (market: Market, now: number): number =>
  Math.min(now, Date.parse(market.resolvedAt ?? market.closedAt ?? market.closesAt));

/** The odds of a yes-or-no question and its two buttons. */
export const CardBinary = ({ market, sparkline, now, onPick }: CardBinaryProps) => (
  <div className="grid gap-3">
    <div className="flex items-end justify-between gap-4">
      <BigProbability
        probability={market.probability}
        label={market.outcomes[0]?.label ?? ''}
        change24h={market.change24h}
        size="card"
        muted={onPick === undefined}
      />
      {sparkline !== undefined && (
        <Sparkline
          history={sparkline}
          market={market}
          until={endOf(market, now)}
          muted={onPick === undefined}
        />
      )}
    </div>
    <ProgressBar value={market.probability} tone={onPick ? 'yes' : 'neutral'} />
    {onPick && <BuyButtons market={market} onPick={onPick} />}
  </div>
);
