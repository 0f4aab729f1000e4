import type { ResolverRecord } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { Avatar } from '../../ui/Avatar.tsx';

/** `4 h`, `3 days`: how long people waited for a decision. */
const waitWords = (hours: number | undefined): string => {
  if (hours === undefined) return '–';
  if (hours < 1) return '< 1 h';
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
};

const figure = 'figures py-2 ps-3 text-end';
const heading = 'py-2 ps-3 text-end align-bottom font-normal';

/** Everybody who decides markets, and how they have. */
export const ResolverTable = ({ resolvers }: { readonly resolvers: readonly ResolverRecord[] }) => (
  <section aria-labelledby="resolvers-heading" className="grid gap-2">
    <h2 id="resolvers-heading" className="text-lg font-semibold">
      Who decides, and how
    </h2>
    {resolvers.length === 0 ? (
      <p className="text-sm text-muted">Nobody has decided a market yet, and none waits for a decision.</p>
    ) : (
      <table className="w-full text-sm">
        {/* Words in the head of a column are never cut; the names give way. */}
        <thead className="text-xs text-muted [overflow-wrap:normal]">
          <tr>
            <th scope="col" className="py-2 text-start align-bottom font-normal">
              Person
            </th>
            <th scope="col" className={heading}>
              Decided
            </th>
            <th scope="col" className={`${heading} max-sm:hidden`}>
              Of those void
            </th>
            <th scope="col" className={heading}>
              Paid themselves
            </th>
            <th scope="col" className={heading}>
              Waiting
            </th>
            <th scope="col" className={`${heading} max-sm:hidden`}>
              Usual wait
            </th>
          </tr>
        </thead>
        <tbody>
          {resolvers.map(({ user, resolved, voided, paidThemselves, waiting, medianHours }) => (
            <tr key={user.id} className="border-t border-line">
              <th scope="row" className="py-2 text-start font-normal">
                <Link
                  to={paths.profile(user.handle)}
                  className="flex min-w-0 items-center gap-2 hover:underline"
                >
                  <Avatar name={user.name} handle={user.handle} size="small" />
                  <span dir="auto" className="line-clamp-1">
                    {user.name}
                  </span>
                </Link>
              </th>
              <td className={figure}>{formatCount(resolved)}</td>
              <td className={`${figure} max-sm:hidden`}>{formatCount(voided)}</td>
              <td className={figure}>{formatCount(paidThemselves)}</td>
              <td className={figure}>{formatCount(waiting)}</td>
              <td className={`${figure} max-sm:hidden`}>{waitWords(medianHours)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <p className="text-xs text-muted">
      “Paid themselves” counts markets in which the person who decided held shares that paid. It is allowed,
      and shown so that you can judge.
    </p>
  </section>
);
