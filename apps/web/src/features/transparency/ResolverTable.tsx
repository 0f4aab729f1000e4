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

const cell = 'py-2 ps-3 text-end';
const wide = 'max-sm:hidden';

interface Column {
  readonly title: string;
  readonly className?: string;
  readonly show: (record: ResolverRecord) => React.ReactNode;
}

/** A count, and under it how many of those deserve a word. */
const Counted = ({
  count,
  of,
  what,
}: {
  readonly count: number;
  readonly of: number;
  readonly what: string;
}) => (
  <>
    {formatCount(count)}
    {of > 0 && (
      <span className="block text-xs text-danger">
        {formatCount(of)} {what}
      </span>
    )}
  </>
);

const columns: readonly Column[] = [
  { title: 'Decided', show: ({ resolved }) => formatCount(resolved) },
  { title: 'Of those void', className: wide, show: ({ voided }) => formatCount(voided) },
  { title: 'Corrected', className: wide, show: ({ corrected }) => formatCount(corrected) },
  {
    title: 'Disputed',
    show: ({ disputed, overturned }) => <Counted count={disputed} of={overturned} what="rightly" />,
  },
  { title: 'Paid themselves', className: wide, show: ({ paidThemselves }) => formatCount(paidThemselves) },
  {
    title: 'Waiting',
    show: ({ waiting, overdue }) => <Counted count={waiting} of={overdue} what="overdue" />,
  },
  { title: 'Usual wait', className: wide, show: ({ medianHours }) => waitWords(medianHours) },
];

/** What a narrow screen has no columns for, in a line of its own; only what is not nothing. */
const restOf = ({ voided, corrected, paidThemselves, medianHours }: ResolverRecord): string =>
  [
    ...(voided > 0 ? [`${formatCount(voided)} void`] : []),
    ...(corrected > 0 ? [`${formatCount(corrected)} corrected`] : []),
    ...(paidThemselves > 0 ? [`paid themselves in ${formatCount(paidThemselves)}`] : []),
    ...(medianHours === undefined ? [] : [`usual wait ${waitWords(medianHours)}`]),
  ].join(' · ');

const Row = ({ record }: { readonly record: ResolverRecord }) => (
  <tr className="border-t border-line align-top">
    <th scope="row" className="py-2 text-start font-normal">
      <Link
        to={paths.profile(record.user.handle)}
        className="flex min-w-0 items-center gap-2 hover:underline"
      >
        <Avatar name={record.user.name} handle={record.user.handle} size="small" />
        <span dir="auto" className="line-clamp-1">
          {record.user.name}
        </span>
      </Link>
      <span className="mt-1 block text-xs text-muted sm:hidden">{restOf(record)}</span>
    </th>
    {columns.map(({ title, className = '', show }) => (
      <td key={title} className={`figures ${cell} ${className}`}>
        {show(record)}
      </td>
    ))}
  </tr>
);

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
            {columns.map(({ title, className = '' }) => (
              <th key={title} scope="col" className={`${cell} align-bottom font-normal ${className}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {resolvers.map((record) => (
            <Row key={record.user.id} record={record} />
          ))}
        </tbody>
      </table>
    )}
    <p className="text-xs text-muted">
      “Paid themselves” counts markets in which the person who decided held shares that paid. It is allowed,
      and shown so that you can judge. A result was disputed “rightly” when an admin changed or voided it, and
      “corrected” when an admin changed it after it was paid.
    </p>
  </section>
);
