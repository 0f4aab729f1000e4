import type { AccountSignal } from '@mesh-markets/contract';
import { PersonLink } from '../../market/PersonLink.tsx';

/** More are not counted. */
const MOST_COUNTED = 100;

const sharedWords = { SAME_DEVICE: 'The same browser', SAME_NETWORK: 'The same network' } as const;

const Signal = ({ signal }: { readonly signal: AccountSignal }) => {
  if (signal.kind === 'DISPOSABLE_MAIL')
    return (
      <li>
        Throw-away mailbox: <bdi className="break-all">{signal.domain}</bdi>
      </li>
    );
  const more = signal.count - signal.others.length;
  return (
    <li className="flex flex-wrap gap-x-2">
      {sharedWords[signal.kind]} as:
      {signal.others.map((other) => (
        <PersonLink key={other.id} user={other} />
      ))}
      {more > 0 && (
        <span className="figures text-muted">
          and {more} {signal.count === MOST_COUNTED ? 'or more others' : 'more'}
        </span>
      )}
    </li>
  );
};

/** What may mean that several accounts are one person's. */
export const Signals = ({ signals }: { readonly signals: readonly AccountSignal[] }) => (
  <div className="grid gap-1 rounded-md bg-notice-soft px-3 py-2 text-sm">
    <p className="font-medium text-notice">Worth a look</p>
    <ul className="grid gap-1">
      {signals.map((signal) => (
        <Signal key={signal.kind} signal={signal} />
      ))}
    </ul>
    <p className="text-xs text-muted">Families and offices look like this too. Nothing follows by itself.</p>
  </div>
);
