import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

export const SignInPage = () => {
  useDocumentTitle('Sign in');
  return <PageHeader title="Sign in" />;
};
