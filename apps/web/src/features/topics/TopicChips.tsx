import { Link } from '@tanstack/react-router';
import { paths } from '../../lib/paths.ts';

const chipClass =
  'inline-flex h-7 items-center rounded-full bg-sunken px-2.5 text-xs whitespace-nowrap text-muted transition-colors ' +
  'hover:bg-hover hover:text-text data-[status=active]:bg-accent-soft data-[status=active]:text-accent';

/** What something is about; each leads to all of it. */
export const TopicChips = ({ topics }: { readonly topics: readonly string[] }) =>
  topics.length === 0 ? null : (
    <ul aria-label="Topics" className="flex flex-wrap gap-1.5">
      {topics.map((topic) => (
        <li key={topic} className="shrink-0">
          <Link to={paths.topic(topic)} dir="auto" className={chipClass}>
            #{topic}
          </Link>
        </li>
      ))}
    </ul>
  );
