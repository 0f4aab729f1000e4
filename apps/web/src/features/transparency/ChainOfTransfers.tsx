import type { ChainHead } from '@mesh-markets/contract';
import { formatCount } from '../../lib/format.ts';
import { DateTime } from '../../ui/DateTime.tsx';

/** The newest link of the chain, for whoever wants to keep it and compare. */
export const ChainOfTransfers = ({ head }: { readonly head: ChainHead }) => (
  <section aria-labelledby="chain-heading" className="grid gap-3">
    <h2 id="chain-heading" className="text-lg font-semibold">
      A seal on the past
    </h2>
    <p className="text-sm text-muted">
      Every movement of credits is sealed together with all that came before it, so one seal stands for the
      whole past. Keep a copy of this one: if anybody ever changes an older movement, the seals no longer fit,
      and anyone with an export can show it.
    </p>
    {head.problem !== undefined && (
      <p className="rounded-md bg-danger-soft px-4 py-2 text-sm text-danger">
        <strong className="font-semibold">The seal is broken.</strong> {head.problem}
      </p>
    )}
    <dl className="grid gap-2 text-sm">
      <div className="flex flex-wrap justify-between gap-x-4">
        <dt className="text-muted">Seal number</dt>
        <dd className="figures font-medium">{formatCount(head.height)}</dd>
      </div>
      <div className="flex flex-wrap justify-between gap-x-4">
        <dt className="text-muted">Made</dt>
        <dd>
          <DateTime at={head.at} />
        </dd>
      </div>
      <div className="flex flex-wrap justify-between gap-x-4">
        <dt className="text-muted">Up to movement</dt>
        <dd className="figures">{formatCount(head.upTo)}</dd>
      </div>
      {head.verified && (
        <div className="flex flex-wrap justify-between gap-x-4">
          <dt className="text-muted">Checked by this server</dt>
          <dd>
            up to movement <span className="figures">{formatCount(head.verified.upTo)}</span> (
            <DateTime at={head.verified.at} />)
          </dd>
        </div>
      )}
      {head.verified && (
        <div className="flex flex-wrap justify-between gap-x-4">
          <dt className="text-muted">Checked from the very first movement</dt>
          <dd>
            <DateTime at={head.verified.wholeAt} />
          </dd>
        </div>
      )}
      <div className="grid gap-1">
        <dt className="text-muted">Seal (SHA-256)</dt>
        <dd>
          <code className="figures block rounded-sm bg-sunken px-3 py-2 text-xs break-all">{head.hash}</code>
        </dd>
      </div>
    </dl>
  </section>
);
