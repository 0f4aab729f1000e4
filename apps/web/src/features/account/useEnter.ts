import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { meQuery } from '../../api/queries.ts';
import { safeNext } from '../../lib/paths.ts';
import { useMe } from './useSession.ts';

/** After signing up or in: learn who it is, and see everything again with their eyes. */
export const useEnter = (): (() => Promise<void>) => {
  const queryClient = useQueryClient();
  return async () => {
    await queryClient.fetchQuery({ ...meQuery(), staleTime: 0 });
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  };
};

/** Takes whoever is signed in, or just became so, back to where they came from. True while that happens. */
export const useLeaveWhenSignedIn = (next: string | undefined): boolean => {
  const router = useRouter();
  const signedIn = useMe() != null;
  useEffect(() => {
    if (signedIn) router.history.replace(safeNext(next));
  }, [signedIn, next, router]);
  return signedIn;
};
