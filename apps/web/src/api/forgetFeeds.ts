import type { QueryClient } from '@tanstack/react-query';

/** After a post of one's own: every feed begins afresh, with the post on top. */
export const forgetFeeds = (queryClient: QueryClient): void => {
  queryClient.removeQueries({ queryKey: ['feed'], type: 'inactive' });
  void queryClient.invalidateQueries({ queryKey: ['feed'] });
};
