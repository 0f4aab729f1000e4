import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { postQuery } from '../../api/discussionQueries.ts';
import { errorSentence, hasCode } from '../../api/errors.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { NotFoundPage } from '../errors/NotFoundPage.tsx';
import { TextPost } from '../feed/TextPost.tsx';
import { Discussion } from './Discussion.tsx';
import { HidePost } from './HidePost.tsx';
import { ReportPost } from './ReportPost.tsx';

const route = getRouteApi('/post/$id');

/** A text, and what people say to it. A market has a page of its own. */
export const PostPage = () => {
  const { id } = route.useParams();
  const { data: post, error, refetch } = useQuery(postQuery(id));
  useDocumentTitle(post === undefined ? 'Post' : `Post by ${post.author.name}`);
  if (post === undefined) {
    if (hasCode(error, 'NOT_FOUND') || hasCode(error, 'VALIDATION_FAILED')) return <NotFoundPage />;
    return (
      <>
        <h1 className="sr-only">Post</h1>
        {error === null ? (
          <Skeleton className="mt-6 h-64" />
        ) : (
          <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />
        )}
      </>
    );
  }
  if (post.type === 'PREDICTION') return <Navigate to={paths.market(id)} replace />;
  return (
    <div className="pt-6">
      <h1 className="sr-only">Post by {post.author.name}</h1>
      <TextPost post={post} />
      <section id="discussion" aria-label="Discussion" className="mt-6 border-t border-line pt-6">
        <Discussion key={post.id} postId={post.id} />
      </section>
      <HidePost postId={post.id} hidden={post.hidden === true} />
      {!post.removed && (
        <ReportPost postId={post.id} author={post.author}>
          Report this post
        </ReportPost>
      )}
    </div>
  );
};
