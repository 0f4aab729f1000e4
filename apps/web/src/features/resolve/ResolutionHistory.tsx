import type { Market, PastProposal, Resolution } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { resolutionHistoryQuery } from '../../api/resolutionQueries.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { LinkedText } from '../feed/LinkedText.tsx';
import { Decider } from '../market/Decider.tsx';
import { verdictIn, verdictName } from '../market/marketStatus.ts';
import { PersonLink } from '../market/PersonLink.tsx';
import { CorrectionNote } from './CorrectionNote.tsx';

const endWords: Readonly<Record<NonNullable<PastProposal['ended']>['how'], string>> = {
  FINAL: 'It became final',
  AMENDED: 'Another result was proposed instead',
  WITHDRAWN: 'It was withdrawn',
  UPHELD: 'An admin upheld it',
  CHANGED: 'An admin changed it',
  VOIDED: 'An admin voided the market',
};

const Words = ({ text }: { readonly text: string }) => (
  <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
    <LinkedText text={text} />
  </p>
);

const ProposalEntry = ({
  market,
  proposal,
}: {
  readonly market: Market;
  readonly proposal: PastProposal;
}) => {
  const { proposedBy, proposedAt, note, disputes, ended } = proposal;
  return (
    <li className="grid gap-2">
      <p>
        <PersonLink user={proposedBy} /> proposed{' '}
        <bdi className="font-medium">{verdictName(verdictIn(market, proposal))}</bdi>,{' '}
        <DateTime at={proposedAt} className="text-muted" />
      </p>
      {note !== undefined && <Words text={note} />}
      {disputes.length > 0 && (
        <ul aria-label="Disputes" className="grid gap-2 border-s-2 border-line ps-3">
          {disputes.map(({ user, reason, at }) => (
            <li key={user.id}>
              <PersonLink user={user} /> disputed it, <DateTime at={at} className="text-muted" />
              <Words text={reason} />
            </li>
          ))}
        </ul>
      )}
      {ended !== undefined && (
        <div className="text-muted">
          {endWords[ended.how]}, <DateTime at={ended.at} />
          {ended.reason !== undefined && <Words text={ended.reason} />}
        </div>
      )}
    </li>
  );
};

const ResolutionEntry = ({
  market,
  resolution,
}: {
  readonly market: Market;
  readonly resolution: Resolution;
}) => (
  <li className="grid gap-2">
    <p>
      <Decider resolution={resolution} />{' '}
      {resolution.correction === undefined ? 'decided' : 'corrected it to'}{' '}
      <bdi className="font-medium">{verdictName(verdictIn(market, resolution))}</bdi>,{' '}
      <DateTime at={resolution.resolvedAt} className="text-muted" />
    </p>
    {resolution.note !== undefined && <Words text={resolution.note} />}
    {resolution.correction !== undefined && <CorrectionNote correction={resolution.correction} />}
  </li>
);

const Entries = ({ market }: { readonly market: Market }) => {
  const { data, error } = useQuery(resolutionHistoryQuery(market.id));
  if (data === undefined)
    return error === null ? <Skeleton className="h-24" /> : <FormError message={errorSentence(error)} />;
  return (
    <ol className="grid gap-4 pt-3">
      {data.resolutions.map((resolution) => (
        <ResolutionEntry key={resolution.resolvedAt} market={market} resolution={resolution} />
      ))}
      {data.proposals.map((proposal) => (
        <ProposalEntry key={proposal.version} market={market} proposal={proposal} />
      ))}
    </ol>
  );
};

interface ResolutionHistoryProps {
  readonly market: Market;
  /** In view from the start, where there is something that everybody should read. */
  readonly open?: boolean;
}

/** What was proposed, said against it, decided and corrected; read when it is opened. */
export const ResolutionHistory = ({ market, open = false }: ResolutionHistoryProps) => {
  const [shown, setShown] = useState(open);
  return (
    <details className="text-sm" open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary className="w-fit text-muted hover:text-text">How it came to this</summary>
      {shown && <Entries market={market} />}
    </details>
  );
};
