import type { AnswerOf, MarketDetail } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { instanceQuery } from '../../api/queries.ts';
import { formatCounted, formatCredits } from '../../lib/format.ts';
import { formatExact } from '../../lib/time.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { liquidityWords, subsidyWords } from './liquidityWords.ts';
import { OracleControls } from './oracle/OracleControls.tsx';
import { OracleLog } from './oracle/OracleLog.tsx';
import { stakeWorthWords } from './oracle/stakeWords.ts';
import { PersonLink } from './PersonLink.tsx';

type RulesMarket = MarketDetail['market'];

const Rule = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="grid gap-1.5">
    <h2 className="text-sm font-semibold">{title}</h2>
    <div className="grid gap-1.5 text-sm text-muted">{children}</div>
  </section>
);

const rightsWords = (market: RulesMarket, instance: AnswerOf<'getInstance'> | undefined): string => {
  const deciders =
    market.oracle === undefined
      ? 'Whoever asked the question decides'
      : 'The oracle, who has accepted, or whoever asked decides';
  const days = instance?.abandonedAfterDays ?? 0;
  const moderators =
    days === 0 ? '' : ` If nobody does within ${formatCounted(days, 'day')}, a moderator may.`;
  return `${deciders}, once, after trading has ended. An admin who has no stake in it can too.${moderators}`;
};

/** Whether those who decide may bet as well. */
const tradingWords = ({ creatorsTrade, oraclesTrade }: AnswerOf<'getInstance'>): string => {
  if (creatorsTrade && oraclesTrade)
    return 'They may trade here until it closes, so everybody sees what they hold:';
  if (!creatorsTrade && !oraclesTrade)
    return 'They may not buy here. What they hold from before they may sell:';
  return `${creatorsTrade ? 'The oracle' : 'Whoever asked'} may not buy here. Everybody sees what they hold:`;
};

/** A person who decides may also bet, so everybody is told what they hold. */
const Resolvers = ({ market }: { readonly market: RulesMarket }) => {
  const { data: instance } = useQuery(instanceQuery());
  return (
    <>
      <p>{rightsWords(market, instance)}</p>
      {instance !== undefined && <p>{tradingWords(instance)}</p>}
      <ul className="grid min-w-0 gap-1 wrap-anywhere">
        {market.resolverHoldings.map((resolver) => (
          <li key={`${resolver.user.id}-${resolver.role}`}>
            <PersonLink user={resolver.user} /> (
            {resolver.role === 'ORACLE' ? 'oracle' : 'asked the question'}){' '}
            <span className="figures">{stakeWorthWords(resolver, market.state === 'RESOLVED')}</span>
          </li>
        ))}
        {market.askedOracle !== undefined && (
          <li>
            <PersonLink user={market.askedOracle} /> (asked to be the oracle, has not answered)
          </li>
        )}
      </ul>
      <OracleControls market={market} />
      {market.oracleChanges !== undefined && <OracleLog changes={market.oracleChanges} />}
    </>
  );
};

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
    <Rule title="Who decides">
      <Resolvers market={market} />
    </Rule>
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
    <Rule title="What shares pay">
      <Payouts multiple={market.type === 'MULTIPLE'} />
    </Rule>
    <Rule title="Behind the odds">
      {market.state === 'OPEN' && <p>{liquidityWords(market)}</p>}
      <p>{subsidyWords(market)}</p>
    </Rule>
  </div>
);
