import type { Post } from '@mesh-markets/contract';
import { memo } from 'react';
import { PredictionMarketCard } from '../market/PredictionMarketCard.tsx';
import { TextPost } from './TextPost.tsx';

/** One place in the feed. j and k move the focus from one to the next; see useFeedKeys. */
export const FeedItem = memo(({ post }: { readonly post: Post }) => (
  <li data-feed-item tabIndex={-1} className="scroll-mt-20 py-5 outline-none md:scroll-mt-4">
    {post.market ? <PredictionMarketCard post={post} /> : <TextPost post={post} />}
  </li>
));
FeedItem.displayName = 'FeedItem';
