import type { VerdictBody } from '@mesh-markets/contract';
import type {
  AmendCommand,
  CorrectCommand,
  DecideCommand,
  DisputeCommand,
  OracleCommand,
  PreviewCorrectionCommand,
  ResolveCommand,
  WithdrawCommand,
} from './commands.ts';
import { sumCorrection } from './corrections.ts';
import { type Circumstances, type Decision, isClosed, marketFigures } from './decisions.ts';
import type { Change, Figures, ModelBooks, ModelMarket, Proposal } from './model.ts';
import { must, refuse } from './refuse.ts';
import {
  hasStake,
  isDisinterested,
  isSame,
  payoutsOf,
  type Role,
  roleOf,
  type Verdict,
  verdictOf,
} from './verdicts.ts';

/* What becomes of a result: proposed, amended, withdrawn, disputed, decided, paid and corrected. */

const HOUR_MS = 3_600_000;

const done = (figures: Figures, change: Change): Decision => ({ kind: 'done', figures, change });

export const openProposal = (market: ModelMarket): Proposal | undefined =>
  market.proposals.find(({ ended }) => ended === undefined);

const requireProposal = (market: ModelMarket, version: number): Proposal => {
  const open = openProposal(market);
  return open?.version === version ? open : refuse('PROPOSAL_CHANGED');
};

const isDue = ({ finalAt }: Proposal, { now, due }: Circumstances): boolean => due ?? now >= finalAt;

/** What was disputed here once is said again by nobody but an admin. */
const requireUndisputed = (market: ModelMarket, { weights }: Verdict, role: Role): void => {
  const before = market.proposals.some((past) => past.disputes.size > 0 && isSame(past.weights, weights));
  must(role === 'ADMIN' || !before, 'ALREADY_DISPUTED');
};

/** Proposing closes a market whose time has passed, and whatever is done to a proposal counts one version more. */
const touched = (market: ModelMarket): Figures => ({
  ...marketFigures(market),
  version: market.version + (market.state === 'OPEN' ? 2 : 1),
});

const propose = (
  market: ModelMarket,
  { kind, weights }: Verdict,
  { by, as, now, hours }: { by: Proposal['by']; as: Role; now: number; hours: number },
): Decision => {
  const version = market.proposals.length + 1;
  const finalAt = now + hours * HOUR_MS;
  const proposal: Proposal = {
    version,
    by,
    as,
    kind,
    weights,
    finalAt,
    disputes: new Set(),
    ended: undefined,
  };
  return done(
    { ...touched(market), state: 'CLOSED', proposal: version, finalAt },
    { what: 'proposal', market, proposal },
  );
};

/** Pays a verdict; `ends` says how the proposal ended that it follows from. */
const pay = (market: ModelMarket, { kind, weights }: Verdict, ends?: Proposal['ended']): Decision => {
  const payouts = payoutsOf(market, weights, market.escrow);
  const paid = payouts.reduce((sum, [, amount]) => sum + amount, 0);
  const sums = { paid, holders: payouts.length, returned: market.escrow - paid };
  return done(
    { ...touched(market), state: 'RESOLVED', ...sums },
    { what: 'resolution', market, resolution: { kind, weights, ...sums }, payouts, ends },
  );
};

export const previewFigures = (market: ModelMarket, body: VerdictBody): Figures => {
  const payouts = payoutsOf(market, verdictOf(market, body).weights, market.escrow);
  const paid = payouts.reduce((sum, [, amount]) => sum + amount, 0);
  return { paid, holders: payouts.length, returned: market.escrow - paid };
};

export const decideResolve = (
  books: ModelBooks,
  command: ResolveCommand,
  around: Circumstances,
): Decision => {
  const market = books.markets.get(command.market)!;
  const as = roleOf(books, market, command.user, around.now) ?? refuse('FORBIDDEN');
  must(market.state !== 'RESOLVED', 'ALREADY_RESOLVED');
  must(isClosed(market, around), 'MARKET_NOT_CLOSED');
  must(openProposal(market) === undefined, 'PROPOSAL_OPEN');
  const verdict = verdictOf(market, command.body);
  requireUndisputed(market, verdict, as);
  const { disputeHours: hours } = books.settings;
  return hours === 0
    ? pay(market, verdict)
    : propose(market, verdict, { by: command.user, as, now: around.now, hours });
};

/** The role and the proposal of somebody who takes back or changes what was proposed. */
const requireChangeable = (
  books: ModelBooks,
  { user, market: id, body: { version } }: AmendCommand | WithdrawCommand,
  around: Circumstances,
) => {
  const market = books.markets.get(id)!;
  const as = roleOf(books, market, user, around.now) ?? refuse('FORBIDDEN');
  const proposal = requireProposal(market, version);
  must(proposal.disputes.size > 0 || !isDue(proposal, around), 'PROPOSAL_CHANGED');
  return { market, as, proposal };
};

export const decideAmend = (books: ModelBooks, command: AmendCommand, around: Circumstances): Decision => {
  const { market, as, proposal } = requireChangeable(books, command, around);
  const verdict = verdictOf(market, command.body);
  must(proposal.disputes.size === 0 || !isSame(proposal.weights, verdict.weights), 'ALREADY_DISPUTED');
  requireUndisputed(market, verdict, as);
  const hours = Math.max(1, books.settings.disputeHours);
  return propose(market, verdict, { by: command.user, as, now: around.now, hours });
};

export const decideWithdraw = (
  books: ModelBooks,
  command: WithdrawCommand,
  around: Circumstances,
): Decision => {
  const { market, proposal } = requireChangeable(books, command, around);
  must(proposal.disputes.size === 0, 'ALREADY_DISPUTED');
  return done(touched(market), { what: 'withdrawal', market, proposal });
};

export const decideDispute = (
  books: ModelBooks,
  { user, market: id, body }: DisputeCommand,
  around: Circumstances,
): Decision => {
  const market = books.markets.get(id)!;
  must(market.state !== 'RESOLVED', 'DISPUTE_TOO_LATE');
  const proposal = requireProposal(market, body.version);
  must(hasStake(market, user), 'FORBIDDEN');
  must(!proposal.disputes.has(user), 'ALREADY_DISPUTED');
  must(!isDue(proposal, around), 'DISPUTE_TOO_LATE');
  return done(
    { ...touched(market), disputes: proposal.disputes.size + 1 },
    { what: 'dispute', market, proposal, user },
  );
};

const ENDS = { UPHOLD: 'UPHELD', CHANGE: 'CHANGED', VOID: 'VOIDED' } as const;

export const decideDecision = (books: ModelBooks, { user, market: id, body }: DecideCommand): Decision => {
  const market = books.markets.get(id)!;
  must(books.admins.has(user) && isDisinterested(market, user), 'FORBIDDEN');
  const proposal = requireProposal(market, body.version);
  must(proposal.by !== user, 'FORBIDDEN');
  must(proposal.disputes.size > 0, 'NOT_DISPUTED');
  if (body.decision === 'CHANGE') return pay(market, verdictOf(market, body), ENDS.CHANGE);
  const verdict: Verdict = body.decision === 'UPHOLD' ? proposal : { kind: 'N_A', weights: undefined };
  return pay(market, verdict, ENDS[body.decision]);
};

/** What the job does to one market. */
export const decidePayment = (
  books: ModelBooks,
  { market: id }: { readonly market: ModelMarket['id'] },
  around: Circumstances,
): Decision => {
  const market = books.markets.get(id)!;
  const proposal = openProposal(market) ?? refuse('PROPOSAL_CHANGED');
  must(isDue(proposal, around), 'PROPOSAL_CHANGED');
  must(proposal.disputes.size === 0, 'ALREADY_DISPUTED');
  const decision = pay(market, proposal, 'FINAL');
  if (decision.kind !== 'done') return decision;
  const { paid, holders, returned } = decision.figures;
  return { ...decision, figures: { paid, holders, returned } };
};

const requireCorrectable = (
  books: ModelBooks,
  { user, market: id, body }: CorrectCommand | PreviewCorrectionCommand,
) => {
  const market = books.markets.get(id) ?? refuse('NOT_FOUND');
  must(books.admins.has(user) && isDisinterested(market, user), 'FORBIDDEN');
  const current = market.resolutions.at(-1) ?? refuse('NOT_RESOLVED');
  const verdict = verdictOf(market, body);
  must(!isSame(current.weights, verdict.weights), 'VALIDATION_FAILED');
  return { market, sums: sumCorrection(books, market, verdict) };
};

export const decideCorrection = (books: ModelBooks, command: CorrectCommand): Decision => {
  const { market, sums } = requireCorrectable(books, command);
  const { paid, holders, returned } = sums.resolution;
  const figures = { ...touched(market), state: 'RESOLVED', paid, holders, returned };
  const { correction } = sums;
  return done({ ...figures, moved: Object.values(correction) }, { what: 'correction', market, sums });
};

/** The wallets are those of many moments, as others go on spending: what does not depend on them is compared. */
export const decideCorrectionPreview = (books: ModelBooks, command: PreviewCorrectionCommand): Decision => {
  const { paid, taken, missing, covered } = requireCorrectable(books, command).sums.correction;
  return done({ paid, wanted: taken + missing, coveredBefore: missing - covered }, { what: 'nothing' });
};

const ANSWERS = {
  acceptOracle: 'ACCEPTED',
  declineOracle: 'DECLINED',
  stepDownOracle: 'STEPPED_DOWN',
} as const;

export const decideOracle = (books: ModelBooks, { verb, user, market: id }: OracleCommand): Decision => {
  const market = books.markets.get(id) ?? refuse('NOT_FOUND');
  const answer = ANSWERS[verb];
  if (market.oracleSaid === `${user} ${answer}`) return done({}, { what: 'nothing' });
  const [isAsked, isOracle] = [market.asked === user, market.oracle === user];
  must(isAsked || isOracle, 'FORBIDDEN');
  must(market.state !== 'RESOLVED', 'ALREADY_RESOLVED');
  must(answer !== 'STEPPED_DOWN' || isOracle, 'NOT_ASKED');
  must(answer !== 'DECLINED' || isAsked, 'NOT_ASKED');
  const holds = market.pools.some(
    (_, outcome) => (market.positions.get(`${user}/${outcome}`)?.shares ?? 0) > 0,
  );
  must(answer !== 'ACCEPTED' || books.settings.oraclesTrade || !holds, 'RESOLVERS_DO_NOT_TRADE');
  return done({}, { what: 'oracle', market, user, answer });
};
