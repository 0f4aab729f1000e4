import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

export const AskPage = () => {
  useDocumentTitle('Ask a question');
  return <PageHeader title="Ask a question" />;
};
