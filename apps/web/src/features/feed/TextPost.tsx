import type { Post } from '@mesh-markets/contract';
import { PersonLine } from '../people/PersonLine.tsx';
import { TopicChips } from '../topics/TopicChips.tsx';
import { LinkedText } from './LinkedText.tsx';

export const TextPost = ({ post }: { readonly post: Post }) => (
  <article aria-label={`Post by ${post.author.name}`}>
    <PersonLine person={post.author} at={post.createdAt} />
    <p dir="auto" className="mt-2 whitespace-pre-wrap">
      <LinkedText text={post.body ?? ''} />
    </p>
    <div className="mt-2 empty:hidden">
      <TopicChips topics={post.topics ?? []} />
    </div>
  </article>
);
