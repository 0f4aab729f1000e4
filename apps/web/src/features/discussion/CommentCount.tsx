import type { Post } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { MessageCircle } from 'lucide-react';
import { formatCount, formatCounted } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';

/** How much is said under a post, leading there. */
export const CommentCount = ({ post }: { readonly post: Pick<Post, 'id' | 'type' | 'commentCount'> }) => (
  <Link
    to={post.type === 'TEXT' ? paths.post(post.id) : paths.market(post.id)}
    hash="discussion"
    aria-label={formatCounted(post.commentCount, 'comment')}
    className="figures inline-flex min-h-6 items-center gap-1 text-xs text-muted hover:text-text"
  >
    <MessageCircle aria-hidden size={14} />
    {formatCount(post.commentCount)}
  </Link>
);
