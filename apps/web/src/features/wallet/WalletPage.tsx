import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

export const WalletPage = () => {
  useDocumentTitle('Wallet');
  return <PageHeader title="Wallet" />;
};
