import { useRouterState } from '@tanstack/react-router';

/** The secret of a link, behind the # where no server sees it: `#token=…`. */
export const useLinkToken = (name: 'token' | 'invite' = 'token'): string | undefined => {
  const hash = useRouterState({ select: ({ location }) => location.hash });
  return new URLSearchParams(hash).get(name) ?? undefined;
};
