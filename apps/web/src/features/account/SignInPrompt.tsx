import { Link, useRouterState } from '@tanstack/react-router';
import { UserRound } from 'lucide-react';
import { formatCredits } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useSignupCredits } from '../shell/HowItWorks.tsx';

/** In place of a page that is about the person who reads it. */
export const SignInPrompt = () => {
  const next = useRouterState({ select: ({ location }) => location.href });
  return (
    <>
      <h1 className="sr-only">Sign in</h1>
      <EmptyState
        icon={UserRound}
        title="This page is about you"
        action={
          <div className="flex gap-2">
            <Link to={paths.signUp()} search={{ next }} className={buttonClass()}>
              Join with {formatCredits(useSignupCredits())}
            </Link>
            <Link to={paths.signIn()} search={{ next }} className={buttonClass({ variant: 'secondary' })}>
              Sign in
            </Link>
          </div>
        }
      >
        Join or sign in to see it. Afterwards you come right back here.
      </EmptyState>
    </>
  );
};
