import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

export const ProfilePage = () => {
  useDocumentTitle('Profile');
  return <PageHeader title="Profile" />;
};
