import type { Dashboard } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../../../lib/format.ts';
import { paths } from '../../../lib/paths.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';

const Row = ({
  label,
  value,
  tone,
}: {
  readonly label: string;
  readonly value: number;
  readonly tone?: 'danger' | 'notice' | undefined;
}) => (
  <div className="flex items-baseline justify-between gap-3">
    <dt>{label}</dt>
    <dd className="figures">
      {tone !== undefined && value > 0 ? <Badge tone={tone}>{formatCount(value)}</Badge> : formatCount(value)}
    </dd>
  </div>
);

const Segment = ({ segment }: { readonly segment: NonNullable<Dashboard['segment']> }) => (
  <>
    <Row label="Events the Segment sink has not had" value={segment.behind} tone="notice" />
    {segment.problem !== undefined && <p className="text-danger">{segment.problem}</p>}
    {segment.sentAt !== undefined && (
      <p className="text-muted">
        Last sent <DateTime at={segment.sentAt} />.
      </p>
    )}
  </>
);

/** What happened and has not been acted on, and what was sent to others. */
export const Sending = ({
  outbox,
  deliveries,
  segment,
}: Pick<Dashboard, 'outbox' | 'deliveries' | 'segment'>) => (
  <section aria-labelledby="sending-heading" className="grid content-start gap-3 text-sm">
    <h2 id="sending-heading" className="font-medium">
      Behind the scenes
    </h2>
    <dl className="grid gap-1.5">
      <Row label="Facts waiting to be acted on" value={outbox.waiting} />
      <Row label="Of those, failed before" value={outbox.failed} tone="danger" />
      <Row label="Webhooks delivered, last 24 h" value={deliveries.delivered} />
      <Row label="Webhooks waiting" value={deliveries.pending} />
      <Row label="Webhooks given up" value={deliveries.failed} tone="danger" />
      {segment && <Segment segment={segment} />}
    </dl>
    {outbox.oldestAt !== undefined && (
      <p className="text-muted">
        The oldest waiting fact happened <DateTime at={outbox.oldestAt} />.
      </p>
    )}
    {outbox.problems.length > 0 && (
      <ul aria-label="What failed" className="grid gap-1 text-danger">
        {outbox.problems.map(({ kind, problem, attempts }) => (
          <li key={`${kind}${problem}`}>
            {kind}, {formatCount(attempts)} {attempts === 1 ? 'attempt' : 'attempts'}: {problem}
          </li>
        ))}
      </ul>
    )}
    <p className="border-t border-line pt-2">
      <Link to={paths.webhooks()} className="text-accent hover:underline">
        See webhooks
      </Link>
    </p>
  </section>
);
