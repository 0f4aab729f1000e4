import type { Me } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { securityQuery } from '../../api/securityQueries.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { FirstPasswordForm } from './FirstPasswordForm.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { useInstance } from './useInstance.ts';

/** Changing the password, or a first one for somebody who came another way. */
export const PasswordSection = ({ me }: { readonly me: Me }) => {
  const { data, isError } = useQuery(securityQuery());
  const passwords = useInstance()?.passwordSignIn !== false;
  if (!passwords) return <p className="text-sm text-muted">Nobody signs in with a password here.</p>;
  if (data === undefined && !isError) return <Skeleton className="h-56" />;
  return data?.password === false ? (
    <FirstPasswordForm email={me.email} />
  ) : (
    <PasswordForm email={me.email} />
  );
};
