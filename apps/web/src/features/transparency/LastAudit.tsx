import type { AuditSummary } from '@mesh-markets/contract';
import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { formatCount, formatCounted } from '../../lib/format.ts';
import { DateTime } from '../../ui/DateTime.tsx';

const Frame = ({
  tone,
  icon,
  children,
}: {
  tone: string;
  icon: React.ReactNode;
  children: React.ReactNode;
}) => (
  <div className={`flex gap-3 rounded-md px-4 py-3 ${tone}`}>
    <span aria-hidden className="mt-0.5 shrink-0">
      {icon}
    </span>
    <div className="min-w-0 text-sm">{children}</div>
  </div>
);

/** Whether the books were right when they were last proven. */
export const LastAudit = ({ audit }: { readonly audit: AuditSummary | undefined }) => {
  if (audit === undefined) {
    return (
      <Frame tone="bg-sunken text-muted" icon={<CircleDashed size={20} />}>
        The books have not been audited yet. The server does it once at its first start and every night.
      </Frame>
    );
  }
  if (!audit.clean) {
    return (
      <Frame tone="bg-danger-soft text-danger" icon={<TriangleAlert size={20} />}>
        <p className="font-semibold">
          The last audit found {formatCounted(audit.broken.length, 'law')} broken (<DateTime at={audit.at} />
          ).
        </p>
        <ul className="mt-1 list-disc ps-5">
          {audit.broken.map((law) => (
            <li key={law}>{law}</li>
          ))}
        </ul>
      </Frame>
    );
  }
  return (
    <Frame tone="bg-yes-soft text-yes" icon={<CircleCheck size={20} />}>
      <p className="font-semibold">
        The books are right: all {formatCount(audit.laws)} laws hold (<DateTime at={audit.at} />
        ).
      </p>
      <p className="mt-1 text-text">
        Every balance, pool, position, payout and price was derived again from the record of what people did,
        and compared: <span className="figures">{formatCount(audit.checked)}</span> checks.
      </p>
    </Frame>
  );
};
