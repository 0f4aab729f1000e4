import { z } from 'zod';
import { Balance, SignedCredits } from './amounts.ts';
import { MarketId } from './ids.ts';
import {
  CorrectionFigures,
  checkVerdict,
  Proposal,
  Resolution,
  Timestamp,
  UserSummary,
  verdictFields,
} from './market.ts';
import { Question, ResolutionNote } from './text.ts';

/** Which proposal is meant: one that has changed meanwhile is not. */
const version = z.int().min(1);

export const DisputeBody = z.strictObject({ version, reason: ResolutionNote }).meta({ id: 'DisputeBody' });
export type DisputeBody = z.infer<typeof DisputeBody>;

export const AmendBody = z
  .strictObject({ ...verdictFields, version, note: ResolutionNote.optional() })
  .superRefine(checkVerdict)
  .meta({
    id: 'AmendBody',
  });
export type AmendBody = z.infer<typeof AmendBody>;

export const WithdrawBody = z.strictObject({ version }).meta({ id: 'WithdrawBody' });
export type WithdrawBody = z.infer<typeof WithdrawBody>;

/** UPHOLD pays what was proposed, CHANGE another result, VOID returns the stakes. */
export const DecideBody = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('UPHOLD'), version, reason: ResolutionNote }),
    z.strictObject({ decision: z.literal('VOID'), version, reason: ResolutionNote }),
    z
      .strictObject({ ...verdictFields, decision: z.literal('CHANGE'), version, reason: ResolutionNote })
      .superRefine(checkVerdict),
  ])
  .meta({ id: 'DecideBody' });
export type DecideBody = z.infer<typeof DecideBody>;

export const CorrectBody = z
  .strictObject({ ...verdictFields, reason: ResolutionNote })
  .superRefine(checkVerdict)
  .meta({ id: 'CorrectBody' });
export type CorrectBody = z.infer<typeof CorrectBody>;

export const Dispute = z
  .object({ user: UserSummary, reason: ResolutionNote, at: Timestamp })
  .meta({ id: 'Dispute' });
export type Dispute = z.infer<typeof Dispute>;

/** What became of a proposal. */
export const ProposalEnd = z.object({
  how: z.enum(['FINAL', 'AMENDED', 'WITHDRAWN', 'UPHELD', 'CHANGED', 'VOIDED']),
  at: Timestamp,
  /** Absent when it was the clock, or the operator of the server. */
  by: UserSummary.optional(),
  reason: ResolutionNote.optional(),
});
export type ProposalEnd = z.infer<typeof ProposalEnd>;

export const PastProposal = Proposal.omit({ disputes: true })
  .extend({
    /** Oldest first. */
    disputes: z.array(Dispute),
    ended: ProposalEnd.optional(),
  })
  .meta({ id: 'PastProposal' });
export type PastProposal = z.infer<typeof PastProposal>;

/** How a market came to its result: everything that was proposed, said against it, decided and corrected; newest first. */
export const ResolutionHistory = z
  .object({ proposals: z.array(PastProposal), resolutions: z.array(Resolution) })
  .meta({ id: 'ResolutionHistory' });
export type ResolutionHistory = z.infer<typeof ResolutionHistory>;

/** A proposed result that waits for an admin. */
export const DisputeCase = z
  .object({
    market: z.object({ id: MarketId, question: Question }),
    disputes: z.int().min(1),
    /** Of the first one. */
    disputedAt: Timestamp,
    reason: ResolutionNote,
    /** Whether the viewer has no stake in it, and neither asked the question nor proposed the result. */
    canDecide: z.boolean(),
  })
  .meta({ id: 'DisputeCase' });
export type DisputeCase = z.infer<typeof DisputeCase>;

/** What a correction would do now. */
export const CorrectionPreview = CorrectionFigures.extend({
  /** Whose credits it changes, and how many they are in all; the largest changes first. */
  peopleChanged: z.int().min(0),
  changes: z.array(
    z.object({
      user: UserSummary,
      /** Of the wallet. */
      credits: SignedCredits,
      /** What could not be taken back. */
      missing: Balance,
    }),
  ),
  /** The sums of all who are not among the changes. */
  rest: z.object({
    people: z.int().min(0),
    paidCredits: Balance,
    takenCredits: Balance,
    missingCredits: Balance,
  }),
  /** To whoever paid the subsidy; already among the changes when that is a person. */
  returned: z.object({ to: z.string(), credits: SignedCredits }),
}).meta({ id: 'CorrectionPreview' });
export type CorrectionPreview = z.infer<typeof CorrectionPreview>;
