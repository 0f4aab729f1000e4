import { Link, useRouterState } from '@tanstack/react-router';
import { className as join } from '../../lib/className.ts';
import { paths, safeNext } from '../../lib/paths.ts';
import { buttonClass } from '../../ui/Button.tsx';

/** Join or sign in, and come back to this page. */
export const SignedOutActions = ({ className }: { readonly className?: string }) => {
  const here = useRouterState({ select: ({ location }) => location.href });
  const next = safeNext(here);
  const search = next === paths.feed() ? {} : { next };
  return (
    <div className={join('flex gap-2', className)}>
      <Link
        to={paths.signIn()}
        search={search}
        className={buttonClass({ variant: 'secondary', size: 'small' })}
      >
        Sign in
      </Link>
      <Link to={paths.signUp()} search={search} className={buttonClass({ size: 'small' })}>
        Join
      </Link>
    </div>
  );
};
