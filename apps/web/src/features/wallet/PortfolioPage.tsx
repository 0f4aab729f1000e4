import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

export const PortfolioPage = () => {
  useDocumentTitle('Portfolio');
  return <PageHeader title="Portfolio" />;
};
