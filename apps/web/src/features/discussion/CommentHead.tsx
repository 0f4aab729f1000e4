import type { Comment, Market, UserSummary } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { ArrowLeftRight } from 'lucide-react';
import { paths } from '../../lib/paths.ts';
import { formatExact } from '../../lib/time.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { toneOf } from '../trade/ticketStart.ts';
import { holdingWords, tradeWords } from './commentWords.ts';

export type TalkedMarket = Pick<Market, 'id' | 'type' | 'state' | 'creator'>;

interface CommentHeadProps {
  readonly comment: Comment;
  readonly author: UserSummary;
  readonly market: TalkedMarket | undefined;
}

/** Who said it, where they stand, and when. The time is the comment's own address. */
export const CommentHead = ({ comment, author, market }: CommentHeadProps) => {
  const [largest] = comment.holdings;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <span className="flex max-w-full min-w-0 items-center gap-2">
        <Avatar name={author.name} handle={author.handle} size="small" />
        <Link to={paths.profile(author.handle)} className="min-w-0 truncate font-medium hover:underline">
          <bdi>{author.name}</bdi>
        </Link>
      </span>
      {largest !== undefined && market !== undefined && (
        <Badge tone={toneOf(market, largest.outcome)}>
          <bdi className="figures line-clamp-1">{holdingWords(comment.holdings, market.state)}</bdi>
        </Badge>
      )}
      <span className="text-xs text-muted">
        <Link to="." hash={`comment-${comment.id}`} resetScroll={false} className="hover:underline">
          <DateTime at={comment.createdAt} />
        </Link>
        {comment.editedAt !== undefined && (
          <span title={formatExact(comment.editedAt)}>
            {' '}
            <span aria-hidden>·</span> edited
          </span>
        )}
      </span>
    </div>
  );
};

/** The trade that a comment stands by. */
export const CommentAnchor = ({
  trade,
  market,
}: {
  readonly trade: Comment['trade'];
  readonly market: TalkedMarket | undefined;
}) => {
  if (trade === undefined || market === undefined) return null;
  return (
    <p className="figures flex items-start gap-1.5 text-xs text-muted">
      <ArrowLeftRight aria-hidden size={14} className="mt-px shrink-0" />
      <span>
        {tradeWords(trade)}, <DateTime at={trade.createdAt} />
      </span>
    </p>
  );
};
