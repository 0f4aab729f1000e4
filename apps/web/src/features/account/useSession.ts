import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { meQuery } from '../../api/queries.ts';
import { paths } from '../../lib/paths.ts';

/** The signed-in person; null for a visitor, undefined until the server has said. */
export const useMe = () => useQuery(meQuery()).data;

/**
 * For actions that need an account: `if (!mayAct()) return;`. A visitor is led to sign up and comes back to where
 * they were.
 */
export const useSignInGate = (): (() => boolean) => {
  const me = useMe();
  const navigate = useNavigate();
  const router = useRouter();
  return useCallback(() => {
    if (me !== null) return true;
    void navigate({ to: paths.signUp(), search: { next: router.state.location.href } });
    return false;
  }, [me, navigate, router]);
};
