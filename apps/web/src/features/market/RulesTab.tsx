import type { MarketDetail, ResolverHolding } from '@mesh-markets/contract';
import type { ReactNode } from 'react';
import { formatCredits, formatShares } from '../../lib/format.ts';
import { formatExact } from '../../lib/time.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { liquidityWords, subsidyWords } from './liquidityWords.ts';
import { quotedLabel } from './outcomeName.ts';
import { PersonLink } from './PersonLink.tsx';

type RulesMarket = MarketDetail['market'];

const Rule = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="grid gap-1.5">
    <h2 className="text-sm font-semibold">{title}</h2>
    <div className="grid gap-1.5 text-sm text-muted">{children}</div>
  </section>
);

/** After resolution the shares are worth nothing any more, so only their number is told. */
const stake = ({ holdings }: ResolverHolding, resolved: boolean): string => {
  if (holdings.length === 0) return resolved ? 'held nothing here' : 'holds nothing here';
  const parts = holdings.map(({ shares, label, value }) =>
    resolved
      ? `${formatShares(shares)} ${quotedLabel(label)}`
      : `${formatShares(shares)} ${quotedLabel(label)} (worth ${formatCredits(value)})`,
  );
  return `${resolved ? 'held' : 'holds'} ${parts.join(', ')}`;
};

/** A person who decides may also bet, so everybody is told what they hold. */
const Resolvers = ({ market }: { readonly market: RulesMarket }) => (
  <>
    <p>
      {market.oracle === undefined
        ? 'Whoever asked the question decides'
        : 'The chosen oracle or whoever asked decides'}
      , once, after trading has ended. An admin of this site can too. Everybody sees what they hold:
    </p>
    <ul className="grid gap-1">
      {market.resolverHoldings.map((resolver) => (
        <li key={`${resolver.user.id}-${resolver.role}`}>
          <PersonLink user={resolver.user} /> ({resolver.role === 'ORACLE' ? 'oracle' : 'asked the question'}){' '}
          <span className="figures">{stake(resolver, market.state === 'RESOLVED')}</span>
        </li>
      ))}
    </ul>
  </>
);

const Payouts = ({ multiple }: { readonly multiple: boolean }) => (
  <>
    <p>
      Each share of {multiple ? 'the outcome that happens' : 'the side that turns out right'} pays{' '}
      {formatCredits(1)}, rounded down to whole credits per person; the others pay nothing. A question with a
      partial answer can be split: every share then pays its part.
    </p>
    <p>
      If the question cannot be decided, the market is voided: whoever has put in more than they took out gets
      the difference back, or the same part of it each, should early sellers have taken more profit than the
      market can make up for.
    </p>
  </>
);

/** The small print, in words. */
export const RulesTab = ({ market }: { readonly market: RulesMarket }) => (
  <div className="grid gap-6">
    <Rule title="What counts">
      {market.description ? (
        <div className="text-text">
          <Markdown text={market.description} />
        </div>
      ) : (
        <p>The question stands by itself: nothing was added to it.</p>
      )}
    </Rule>
    <Rule title="Until when">
      <p>
        Trading {market.state === 'OPEN' ? 'ends' : 'ended'}{' '}
        <time dateTime={market.closedAt ?? market.closesAt}>
          {formatExact(market.closedAt ?? market.closesAt)}
        </time>
        . Then the question is resolved.
      </p>
    </Rule>
    <Rule title="Who decides">
      <Resolvers market={market} />
    </Rule>
    <Rule title="What shares pay">
      <Payouts multiple={market.type === 'MULTIPLE'} />
    </Rule>
    <Rule title="Behind the odds">
      {market.state === 'OPEN' && <p>{liquidityWords(market)}</p>}
      <p>{subsidyWords(market)}</p>
    </Rule>
  </div>
);
