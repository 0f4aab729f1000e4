import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useFeatures } from '../../api/featureQueries.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Notice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { PostForm } from './PostForm.tsx';
import { QuestionForm } from './QuestionForm.tsx';

const route = getRouteApi('/ask');

const kinds = [
  { value: 'question', label: 'Ask a question' },
  { value: 'post', label: 'Write a post' },
] as const;

export const AskPage = () => {
  const { predictionMarkets, creation } = useFeatures();
  const { kind: wanted = 'question' } = route.useSearch();
  const kind = predictionMarkets ? wanted : 'post';
  const navigate = useNavigate();
  useDocumentTitle(kind === 'post' ? 'Write a post' : 'Ask a question');
  return (
    <>
      <PageHeader title={kind === 'post' ? 'Write a post' : 'Ask a question'}>
        {kind === 'post'
          ? 'Something to say that nobody needs to trade on.'
          : 'You open a market, others trade on the answer, and you say how it came out.'}
      </PageHeader>
      {predictionMarkets && (
        <SegmentedControl
          label="What to write"
          segments={kinds}
          value={kind}
          onValueChange={(next) =>
            void navigate({ to: paths.ask(), search: next === 'post' ? { kind: next } : {}, replace: true })
          }
          className="mb-6 max-w-sm"
        />
      )}
      {kind === 'question' && !creation && (
        <Notice>
          Nobody can open a market at the moment. You can write your question and send it once that is over.
        </Notice>
      )}
      {kind === 'post' ? <PostForm /> : <QuestionForm />}
    </>
  );
};
