import type { Post } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { formatPercent } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';

export const PredictionMarketCard = ({ post }: { readonly post: Post }) =>
  post.market && (
    <Link to={paths.market(post.market.id)}>
      {post.market.question} {formatPercent(post.market.probability)}
    </Link>
  );
