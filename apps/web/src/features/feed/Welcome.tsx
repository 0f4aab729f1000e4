import { Link } from '@tanstack/react-router';
import { formatCredits } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { HowItWorksSteps, useSignupCredits } from '../shell/HowItWorks.tsx';

/** What a first visitor reads: what this is, what it costs (nothing), and what to do. */
export const Welcome = () => {
  const grant = formatCredits(useSignupCredits());
  return (
    <section aria-labelledby="welcome-title" className="pt-8 pb-6 md:pt-12 md:pb-8">
      <h1 id="welcome-title" className="max-w-lg text-xl font-semibold text-balance">
        What will happen next? Trade on it.
      </h1>
      <p className="mt-3 max-w-xl text-muted">
        A prediction market with play money. Every percentage below is what the people here believe together.
        Think they are wrong? Trade, and move it.
      </p>
      <div className="mt-5 flex flex-wrap items-center gap-3">
        <Link to={paths.signUp()} className={buttonClass({ size: 'large' })}>
          Join with {grant}
        </Link>
        <Link to={paths.signIn()} className={buttonClass({ variant: 'ghost', size: 'large' })}>
          Sign in
        </Link>
      </div>
      <p className="mt-3 text-xs text-muted">Free. {grant} of play money to start with, never real money.</p>
      <details className="mt-4 lg:hidden">
        <summary className="w-fit rounded-md text-sm font-medium text-accent">How it works</summary>
        <div className="mt-4">
          <HowItWorksSteps />
        </div>
      </details>
    </section>
  );
};
