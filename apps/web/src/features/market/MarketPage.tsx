import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

export const MarketPage = () => {
  useDocumentTitle('Market');
  return <PageHeader title="Market" />;
};
