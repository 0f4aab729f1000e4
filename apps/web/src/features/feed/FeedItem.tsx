import type { Post } from '@mesh-markets/contract';
import { memo } from 'react';
import { PredictionMarketCard } from '../market/PredictionMarketCard.tsx';
import { TextPost } from './TextPost.tsx';

/** A bar beside the one in focus; an outline around so large a thing would shout. */
const itemClass =
  'relative scroll-mt-20 py-5 outline-none md:scroll-mt-4 focus-visible:before:absolute focus-visible:before:inset-y-5 ' +
  'focus-visible:before:-start-3 focus-visible:before:w-0.5 focus-visible:before:bg-accent';

/** One place in the feed. j and k move the focus from one to the next; see useFeedKeys. */
export const FeedItem = memo(({ post }: { readonly post: Post }) => (
  <li data-feed-item tabIndex={-1} className={itemClass}>
    {post.market ? <PredictionMarketCard post={post} /> : <TextPost post={post} />}
  </li>
));
FeedItem.displayName = 'FeedItem';
