import type { Market } from '@mesh-markets/contract';
import { className as join } from '../../lib/className.ts';
import { formatExact, formatTimeLeft } from '../../lib/time.ts';
import { useNow } from '../../lib/useNow.ts';
import { Badge } from '../../ui/Badge.tsx';
import { FollowMarketButton } from '../follow/FollowMarketButton.tsx';
import { PersonLine } from '../people/PersonLine.tsx';
import { TopicChips } from '../topics/TopicChips.tsx';
import { BigProbability } from './BigProbability.tsx';
import { MarketMeta, WaitingLine } from './MarketMeta.tsx';
import { leadingOutcomes, type MarketPhase } from './marketStatus.ts';
import { ShareButton } from './share/ShareButton.tsx';
import { VerdictStamp } from './VerdictStamp.tsx';

interface MarketHeaderProps {
  readonly market: Market;
  readonly phase: MarketPhase;
}

/** A longer question is set smaller, so that the number stays on the first screen. */
const longQuestion = 70;

const waitingWords = ({ proposal }: Market): string => {
  if (proposal === undefined) return 'Closed';
  return proposal.disputes > 0 ? 'Result disputed' : 'Result proposed';
};

const State = ({ market, phase }: MarketHeaderProps) => {
  const now = useNow();
  if (phase === 'RESOLVED') return <VerdictStamp market={market} />;
  if (phase === 'WAITING') return <Badge tone="notice">{waitingWords(market)}</Badge>;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone="accent">Open</Badge>
      <span>
        closes <time dateTime={market.closesAt}>{formatExact(market.closesAt)}</time>,{' '}
        <span className="whitespace-nowrap">{formatTimeLeft(market.closesAt, now)}</span>
      </span>
    </span>
  );
};

const HeadlineOdds = ({ market, phase }: MarketHeaderProps) => {
  const binary = market.type === 'BINARY';
  const leader = binary ? market.outcomes[0] : leadingOutcomes(market.outcomes, 1).leading[0];
  if (leader === undefined) return null;
  return (
    <BigProbability
      probability={leader.probability}
      label={phase === 'RESOLVED' ? `${leader.label}, final odds` : leader.label}
      change24h={binary ? market.change24h : undefined}
      size="page"
      muted={phase !== 'OPEN'}
    />
  );
};

/** The question, where it stands, and what people believe. */
export const MarketHeader = ({ market, phase }: MarketHeaderProps) => (
  <header className="grid gap-3">
    <div className="flex items-center justify-between gap-3">
      <PersonLine person={market.creator} at={market.createdAt} />
      <div className="flex shrink-0 items-center">
        <FollowMarketButton market={market} />
        <ShareButton market={market} />
      </div>
    </div>
    <h1
      dir="auto"
      className={join(
        'font-semibold text-balance',
        market.question.length > longQuestion ? 'text-lg' : 'text-lg md:text-xl',
      )}
    >
      {market.question}
    </h1>
    <div className="text-sm text-muted">
      <State market={market} phase={phase} />
    </div>
    <HeadlineOdds market={market} phase={phase} />
    {phase === 'WAITING' && market.proposal === undefined && <WaitingLine market={market} />}
    <MarketMeta market={market} />
    <TopicChips topics={market.topics} />
  </header>
);
