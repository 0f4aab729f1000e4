import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { client } from './client.ts';

export const securityQuery = () =>
  queryOptions({
    queryKey: ['security'],
    queryFn: ({ signal }) => client.call('getSecurity', { signal }),
    // Ways to sign in may be changed in another browser, and what is recent does not stay so.
    staleTime: 0,
  });

/** After any change of how somebody signs in: their sessions are others then, too. */
export const useSecurityChanged = (): (() => void) => {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: securityQuery().queryKey });
    void queryClient.invalidateQueries({ queryKey: ['sessions'] });
  };
};
