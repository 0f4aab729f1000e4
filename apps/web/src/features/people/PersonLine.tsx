import type { UserSummary } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { paths } from '../../lib/paths.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { DateTime } from '../../ui/DateTime.tsx';

interface PersonLineProps {
  readonly person: UserSummary;
  readonly at: string;
}

/** Who said it, and when. */
export const PersonLine = ({ person, at }: PersonLineProps) => (
  <div className="flex min-w-0 items-center gap-2 text-sm">
    <Avatar name={person.name} handle={person.handle} size="small" />
    <Link to={paths.profile(person.handle)} className="flex min-w-0 items-baseline gap-1.5 hover:underline">
      <span dir="auto" className="truncate font-medium">
        {person.name}
      </span>
      <span className="truncate text-muted max-sm:hidden">@{person.handle}</span>
    </Link>
    <span aria-hidden className="text-muted">
      ·
    </span>
    <DateTime at={at} className="shrink-0 text-muted" />
  </div>
);
