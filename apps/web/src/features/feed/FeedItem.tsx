import type { Post } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { memo, useEffect, useRef } from 'react';
import { className as join } from '../../lib/className.ts';
import { paths } from '../../lib/paths.ts';
import { PredictionMarketCard } from '../market/PredictionMarketCard.tsx';
import { noteNearMarket } from './nearMarkets.ts';
import { useNearScreen } from './nearScreen.ts';
import { TextPost } from './TextPost.tsx';

/** A bar beside the one in focus; an outline around so large a thing would shout. */
const itemClass =
  'relative scroll-mt-20 py-5 outline-none md:scroll-mt-4 focus-visible:before:absolute focus-visible:before:inset-y-5 ' +
  'focus-visible:before:-start-3 focus-visible:before:w-0.5 focus-visible:before:bg-accent';

/** What stands for a post far from the screen: its words, for the browser's own search, for the Tab key and for readers of the page. */
const Stub = ({ post }: { readonly post: Post }) =>
  post.market === undefined ? (
    <p dir="auto">{post.body}</p>
  ) : (
    <h2 dir="auto" className="font-semibold md:text-lg">
      <Link to={paths.market(post.market.id)}>{post.market.question}</Link>
    </h2>
  );

const Drawn = ({ post }: { readonly post: Post }) => {
  const marketId = post.market?.id;
  useEffect(() => (marketId === undefined ? undefined : noteNearMarket(marketId)), [marketId]);
  return post.market ? <PredictionMarketCard post={post} /> : <TextPost post={post} />;
};

/**
 * One place in the feed. j and k move the focus from one to the next; see useFeedKeys. Far from the screen only its words are
 * there, at the height it had, so that a feed of thousands stays light and nothing moves.
 */
export const FeedItem = memo(({ post }: { readonly post: Post }) => {
  const place = useRef<HTMLLIElement>(null);
  const { near, height } = useNearScreen(post.id, place);
  return (
    <li
      ref={place}
      data-feed-item
      tabIndex={-1}
      style={height === undefined ? undefined : { height }}
      className={join(itemClass, !near && 'overflow-clip')}
    >
      {near ? <Drawn post={post} /> : <Stub post={post} />}
    </li>
  );
});
FeedItem.displayName = 'FeedItem';
