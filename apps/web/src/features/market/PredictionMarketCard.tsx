import type { Market, Post } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { formatCredits } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { useNow } from '../../lib/useNow.ts';
import { CommentCount } from '../discussion/CommentCount.tsx';
import { FollowMarketButton } from '../follow/FollowMarketButton.tsx';
import { PersonLine } from '../people/PersonLine.tsx';
import { TopicChips } from '../topics/TopicChips.tsx';
import { TradeSheet } from '../trade/TradeSheet.tsx';
import type { TicketStart } from '../trade/ticketStart.ts';
import { CardBinary } from './CardBinary.tsx';
import { CardOutcomes } from './CardOutcomes.tsx';
import { MarketMeta, WaitingLine } from './MarketMeta.tsx';
import { phaseOf } from './marketStatus.ts';
import { VerdictStamp } from './VerdictStamp.tsx';

interface PredictionMarketCardProps {
  readonly post: Post;
}

const ResolvedLine = ({ market }: { readonly market: Market }) => {
  const payout = market.viewer?.payout ?? 0;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <VerdictStamp market={market} />
      {payout > 0 && <span className="figures font-medium">You were paid {formatCredits(payout)}</span>}
    </p>
  );
};

const Card = ({ market, post }: { readonly market: Market; readonly post: Post }) => {
  const headingId = useId();
  const now = useNow();
  const [start, setStart] = useState<TicketStart>();
  const phase = phaseOf(market, now);
  const pick = (outcome: number): void => setStart({ action: 'BUY', outcome });
  const onPick = phase === 'OPEN' ? pick : undefined;
  return (
    <article aria-labelledby={headingId} className="grid min-w-0 grid-cols-1 gap-3">
      <div className="flex items-center justify-between gap-2">
        <PersonLine person={market.creator} at={market.createdAt} />
        <FollowMarketButton market={market} />
      </div>
      <h2 id={headingId} dir="auto" className="line-clamp-2 font-semibold md:text-lg">
        <Link to={paths.market(market.id)} className="hover:underline">
          {market.question}
        </Link>
      </h2>
      {phase === 'RESOLVED' && <ResolvedLine market={market} />}
      {market.type === 'BINARY' ? (
        <CardBinary market={market} sparkline={post.sparkline} now={now} onPick={onPick} />
      ) : (
        <CardOutcomes market={market} onPick={onPick} />
      )}
      {phase === 'WAITING' && <WaitingLine market={market} />}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <MarketMeta market={market} phase={phase} />
        <CommentCount post={post} />
      </div>
      <TopicChips topics={market.topics} />
      <TradeSheet market={market} start={start} onStart={setStart} />
    </article>
  );
};

/** A question in a feed: what people believe, and two presses to disagree. */
export const PredictionMarketCard = ({ post }: PredictionMarketCardProps) =>
  post.market === undefined ? null : <Card market={post.market} post={post} />;
