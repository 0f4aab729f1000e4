import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

export const SetupPage = () => {
  useDocumentTitle('Set up');
  return <PageHeader title="Set up" />;
};
