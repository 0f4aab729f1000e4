import type { MarketDetail } from '@mesh-markets/contract';
import type { ReactNode } from 'react';
import { formatCount, formatCredits, formatPercent, formatShares } from '../../lib/format.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { ClosedNote } from '../trade/ClosedNote.tsx';
import { toneOf } from '../trade/ticketStart.ts';
import { Decider } from './Decider.tsx';
import { sidesOf } from './holders.ts';
import { leadingOutcomes, resolverOf } from './marketStatus.ts';
import { quotedLabel } from './outcomeName.ts';
import { PersonLink } from './PersonLink.tsx';

type FactsMarket = MarketDetail['market'];

const Fact = ({ term, children }: { readonly term: string; readonly children: ReactNode }) => (
  <div className="flex items-baseline justify-between gap-4">
    <dt className="text-muted">{term}</dt>
    <dd className="figures min-w-0 truncate font-medium">{children}</dd>
  </div>
);

const FinalOdds = ({ market }: { readonly market: FactsMarket }) => {
  const first =
    market.type === 'BINARY' ? market.outcomes[0] : leadingOutcomes(market.outcomes, 1).leading[0];
  return (
    first !== undefined && (
      <Fact term="Final odds">
        <bdi>{quotedLabel(first.label)}</bdi> {formatPercent(first.probability)}
      </Fact>
    )
  );
};

const shownSides = 5;

const Sides = ({ market }: { readonly market: FactsMarket }) => {
  const sides = sidesOf(market).filter(({ shares }) => shares > 0);
  if (sides.length === 0) return null;
  return (
    <section aria-labelledby="sides-title" className="grid gap-3 border-t border-line pt-4">
      <h2 id="sides-title" className="text-sm font-semibold">
        {market.state === 'RESOLVED' ? 'Who stood where' : 'Who stands where'}
      </h2>
      <ul className="grid gap-3 text-sm">
        {sides.slice(0, shownSides).map(({ index, label, shares, part }) => (
          <li key={index} className="grid gap-1.5">
            <p className="flex items-baseline justify-between gap-3">
              <span className="truncate">
                <bdi title={label}>{label}</bdi>
              </span>
              <span className="figures shrink-0 text-muted">{formatShares(shares)} shares</span>
            </p>
            <ProgressBar value={part} tone={toneOf(market, index)} />
          </li>
        ))}
      </ul>
      {sides.length > shownSides && (
        <p className="text-xs text-muted">+{sides.length - shownSides} more under Holders</p>
      )}
    </section>
  );
};

/** Whose turn it is. */
const WaitingFor = ({ market }: { readonly market: FactsMarket }) => {
  if (market.proposal === undefined) return <PersonLink user={resolverOf(market)} />;
  return market.proposal.disputes > 0 ? 'an admin' : 'disputes, if any';
};

/** What stands in the place of the ticket once trading has ended: how it ended, and who stood where. */
export const MarketFacts = ({ market }: { readonly market: FactsMarket }) => (
  <aside aria-label="How it ended" className="sticky top-6 grid gap-4 rounded-md border border-line p-5">
    <ClosedNote market={market} />
    <dl className="grid gap-2 text-sm">
      {market.state === 'RESOLVED' ? (
        <Fact term="Decided by">
          {market.resolution !== undefined && <Decider resolution={market.resolution} />}
        </Fact>
      ) : (
        <Fact term="Waiting for">
          <WaitingFor market={market} />
        </Fact>
      )}
      <Fact term="Trading ended">
        <DateTime at={market.closedAt ?? market.closesAt} />
      </Fact>
      <FinalOdds market={market} />
      <Fact term="Traders">{formatCount(market.traderCount)}</Fact>
      <Fact term="Trades">{formatCount(market.tradeCount)}</Fact>
      <Fact term="Volume">{formatCredits(market.volume)}</Fact>
    </dl>
    <Sides market={market} />
  </aside>
);
