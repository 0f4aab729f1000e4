import { z } from 'zod';
import { InvitationId } from './ids.ts';
import { Timestamp, UserSummary } from './market.ts';

export const EmailAddress = z
  .string()
  .trim()
  .max(254, 'Must be at most 254 characters.')
  .pipe(z.email('Must be an e-mail address.'));

/** The secret of a link in a mail or of an invitation. */
export const LinkToken = z
  .string()
  .min(20, 'This is not the whole link.')
  .max(100, 'This is more than the link.')
  .regex(/^[\w-]+$/, 'This is not the whole link.');

/** Who may make an account: anybody, whoever was invited, or nobody. */
export const SignUpMode = z.enum(['open', 'invite', 'closed']).meta({ id: 'SignUpMode' });
export type SignUpMode = z.infer<typeof SignUpMode>;

/** Whether people confirm their e-mail address: not asked, asked, or asked before anything else. */
export const EmailVerification = z.enum(['off', 'optional', 'required']).meta({ id: 'EmailVerification' });
export type EmailVerification = z.infer<typeof EmailVerification>;

/** A browser that the person is signed in with. */
export const OwnSession = z
  .object({
    id: z.string(),
    /** `Firefox on Windows`. */
    device: z.string(),
    /** The network it was used from when it signed in, not the machine. */
    network: z.string().optional(),
    startedAt: Timestamp,
    /** To a few minutes. */
    lastSeenAt: Timestamp,
    /** The one that asks. */
    current: z.boolean(),
  })
  .meta({ id: 'OwnSession' });
export type OwnSession = z.infer<typeof OwnSession>;

export const Invitation = z
  .object({
    id: InvitationId,
    /** Only this address may use it. */
    email: z.string().optional(),
    uses: z.int().min(1),
    used: z.int().min(0),
    /** Who came by it; the first few. */
    people: z.array(UserSummary),
    /** Absent when it was made at the command line. */
    by: UserSummary.optional(),
    createdAt: Timestamp,
    expiresAt: Timestamp,
    revokedAt: Timestamp.optional(),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

export const INVITATION_USES_MAX = 1_000;
export const INVITATION_DAYS_MAX = 365;

export const CreateInvitationBody = z
  .strictObject({
    email: EmailAddress.optional(),
    uses: z.int().min(1).max(INVITATION_USES_MAX).default(1),
    days: z.int().min(1).max(INVITATION_DAYS_MAX).default(7),
  })
  .meta({ id: 'CreateInvitationBody' });
export type CreateInvitationBody = z.infer<typeof CreateInvitationBody>;

/** Something that may mean that several accounts are one person's. It blocks nothing. */
export const AccountSignal = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.enum(['SAME_DEVICE', 'SAME_NETWORK']),
      /** How many other accounts, up to 100 of the latest; some of them by name. */
      count: z.int().min(1),
      others: z.array(UserSummary),
    }),
    z.object({ kind: z.literal('DISPOSABLE_MAIL'), domain: z.string() }),
  ])
  .meta({ id: 'AccountSignal' });
export type AccountSignal = z.infer<typeof AccountSignal>;
