import type { Market, Proposal } from '@mesh-markets/contract';
import { useState } from 'react';
import { formatCounted, formatCredits } from '../../lib/format.ts';
import { formatExact, formatTimeLeft } from '../../lib/time.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { verdictIn, verdictName } from '../market/marketStatus.ts';
import { PersonLink } from '../market/PersonLink.tsx';
import { toneOf } from '../trade/ticketStart.ts';
import { DecideDialog } from './DecideDialog.tsx';
import { DisputeDialog } from './DisputeDialog.tsx';
import { ResolutionHistory } from './ResolutionHistory.tsx';
import { useResultStop } from './useResultStop.ts';
import { WithdrawDialog } from './WithdrawDialog.tsx';

interface ProposalProps {
  readonly market: Market;
  readonly proposal: Proposal;
}

const Verdict = ({ market, proposal }: ProposalProps) => {
  const verdict = verdictIn(market, proposal);
  return (
    <Badge tone={verdict.kind === 'OUTCOME' ? toneOf(market, verdict.index) : 'neutral'}>
      <bdi>{verdictName(verdict)}</bdi>
    </Badge>
  );
};

/** When it is paid, or why it is not. */
const Waiting = ({ proposal: { finalAt, disputes } }: ProposalProps) =>
  disputes > 0 ? (
    <p className="rounded-md bg-notice-soft p-3 text-sm text-notice">
      {formatCounted(disputes, 'person disputes', 'people dispute')} it. Nothing is paid until an admin
      without a stake has decided.
    </p>
  ) : (
    <p className="text-sm">
      Paid unless somebody disputes it:{' '}
      <DateTime at={finalAt} format={formatTimeLeft} className="figures font-medium" />
      <span className="text-muted"> ({formatExact(finalAt)})</span>
    </p>
  );

const Mine = ({ market }: ProposalProps) => {
  const get = market.viewer?.wouldGet;
  if (get === undefined) return null;
  return (
    <p className="figures text-sm">
      You would get <strong>{formatCredits(get)}</strong>.
      {market.viewer?.hasDisputed && <span className="text-muted"> You have disputed this result.</span>}
    </p>
  );
};

type Open = 'DISPUTE' | 'DECIDE' | 'WITHDRAW';

const Actions = ({ market, proposal }: ProposalProps) => {
  const [open, setOpen] = useState<Open>();
  const stop = useResultStop();
  const { canDispute, canJudge, canResolve } = market.viewer ?? {};
  const finish = (): void => setOpen(undefined);
  const canWithdraw = canResolve === true && proposal.disputes === 0;
  if (!(canDispute || canJudge || canWithdraw)) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {canJudge && (
        <Button disabledReason={stop} onClick={() => setOpen('DECIDE')}>
          Decide the dispute
        </Button>
      )}
      {canDispute && (
        <Button variant="secondary" onClick={() => setOpen('DISPUTE')}>
          Dispute this result
        </Button>
      )}
      {canWithdraw && (
        <Button variant="secondary" disabledReason={stop} onClick={() => setOpen('WITHDRAW')}>
          Withdraw it
        </Button>
      )}
      <DisputeDialog market={market} proposal={proposal} open={open === 'DISPUTE'} onClose={finish} />
      <DecideDialog market={market} proposal={proposal} open={open === 'DECIDE'} onClose={finish} />
      <WithdrawDialog market={market} proposal={proposal} open={open === 'WITHDRAW'} onClose={finish} />
    </div>
  );
};

/** A result that is not paid yet: what it is, until when it can be disputed, and what the reader would get. */
export const ProposalPanel = (props: ProposalProps) => {
  const { market, proposal } = props;
  return (
    <section aria-labelledby="proposal-title" className="grid gap-3 rounded-md border border-line p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="proposal-title" className="text-sm font-semibold">
          Proposed result
        </h2>
        <Verdict {...props} />
      </div>
      <p className="text-sm text-muted">
        Proposed by <PersonLink user={proposal.proposedBy} />, <DateTime at={proposal.proposedAt} />
      </p>
      {proposal.note !== undefined && <Markdown text={proposal.note} small />}
      <Waiting {...props} />
      <Mine {...props} />
      <Actions {...props} />
      {(proposal.version > 1 || proposal.disputes > 0) && <ResolutionHistory market={market} open />}
    </section>
  );
};
