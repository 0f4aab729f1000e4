import { useQuery } from '@tanstack/react-query';
import { instanceQuery } from '../../api/queries.ts';
import { formatCredits } from '../../lib/format.ts';

/** Until the server has said, what it gives unless an operator decided otherwise. */
const usualGrant = 10_000;

export const useSignupCredits = (): number => useQuery(instanceQuery()).data?.signupCredits ?? usualGrant;

const steps = [
  ['Pick a question', 'The percentage is what everybody together believes right now.'],
  ['Disagree', 'Buy YES if you think it is too low, NO if too high. Your trade moves the odds.'],
  [
    'Be right',
    `When the answer is known, every share of it pays ${formatCredits(1)}. The others pay nothing.`,
  ],
] as const;

export const HowItWorksSteps = () => (
  <>
    <ol className="grid gap-3">
      {steps.map(([title, words], index) => (
        <li key={title} className="flex gap-3 text-sm">
          <span
            aria-hidden
            className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
          >
            {index + 1}
          </span>
          <span>
            <span className="block font-medium">{title}</span>
            <span className="text-muted">{words}</span>
          </span>
        </li>
      ))}
    </ol>
    <p className="mt-3 text-xs text-muted">
      Play money only. You get {formatCredits(useSignupCredits())} when you join.
    </p>
  </>
);

export const HowItWorks = () => (
  <section aria-labelledby="how-title" className="border-b border-line pb-5">
    <h2 id="how-title" className="mb-3 text-sm font-semibold">
      How it works
    </h2>
    <HowItWorksSteps />
  </section>
);
