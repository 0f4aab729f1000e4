import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

export const FeedPage = () => {
  useDocumentTitle('Feed');
  return <PageHeader title="Feed" />;
};
