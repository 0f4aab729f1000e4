import type { OracleChange, OracleChangeKind } from '@mesh-markets/contract';
import { DateTime } from '../../../ui/DateTime.tsx';
import { PersonLink } from '../PersonLink.tsx';

const words: Readonly<Record<OracleChangeKind, string>> = {
  ASKED: 'was asked',
  WITHDRAWN: 'is asked no longer',
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  STEPPED_DOWN: 'stepped down',
  CARRIED_OVER: 'was named',
};

/** Who was asked to be the oracle, and what they said; nobody can change it. */
export const OracleLog = ({ changes }: { readonly changes: readonly OracleChange[] }) => (
  <ol aria-label="Oracles" className="grid gap-1 text-xs">
    {changes.map(({ kind, oracle, at }) => (
      <li key={`${at}-${kind}-${oracle.id}`}>
        <PersonLink user={oracle} /> {words[kind]}, <DateTime at={at} />
      </li>
    ))}
  </ol>
);
