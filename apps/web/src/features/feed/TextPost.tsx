import type { Post } from '@mesh-markets/contract';
import { CommentCount } from '../discussion/CommentCount.tsx';
import { PersonLine } from '../people/PersonLine.tsx';
import { TopicChips } from '../topics/TopicChips.tsx';
import { LinkedText } from './LinkedText.tsx';

export const TextPost = ({ post }: { readonly post: Post }) => (
  <article aria-label={`Post by ${post.author.name}`}>
    <PersonLine person={post.author} at={post.createdAt} />
    {post.removed ? (
      <p className="mt-2 text-muted italic">Removed by a moderator.</p>
    ) : (
      <p dir="auto" className="mt-2 whitespace-pre-wrap">
        <LinkedText text={post.body ?? ''} />
      </p>
    )}
    <div className="mt-2 empty:hidden">
      <TopicChips topics={post.topics ?? []} />
    </div>
    <div className="mt-2">
      <CommentCount post={post} />
    </div>
  </article>
);
