import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

export const MarketsPage = () => {
  useDocumentTitle('Markets');
  return <PageHeader title="Markets" />;
};
