import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

export const SettingsPage = () => {
  useDocumentTitle('Settings');
  return <PageHeader title="Settings" />;
};
