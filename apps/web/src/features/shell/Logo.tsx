import { Link } from '@tanstack/react-router';
import { className as join } from '../../lib/className.ts';
import { paths } from '../../lib/paths.ts';

interface LogoProps {
  /** The name beside the mark is left to screen readers, where it stands in a narrow place. */
  readonly nameClass?: string;
}

export const Logo = ({ nameClass }: LogoProps) => (
  <Link to={paths.feed()} className="flex items-center gap-2 rounded-md font-semibold">
    <svg viewBox="0 0 32 32" aria-hidden="true" className="size-8 shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M6 22h6v-6h6v4h4v-9h4"
        className="fill-none stroke-on-accent"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
    <span className={join('whitespace-nowrap', nameClass)}>Mesh Markets</span>
  </Link>
);
