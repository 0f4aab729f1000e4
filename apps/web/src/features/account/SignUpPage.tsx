import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

export const SignUpPage = () => {
  useDocumentTitle('Sign up');
  return <PageHeader title="Sign up" />;
};
