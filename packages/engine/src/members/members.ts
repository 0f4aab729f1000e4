import type { AnswerOf, Invitation, InvitationId, UserId } from '@mesh-markets/contract';
import type { Outcome, Settled } from '../notifications/settle.ts';
import { Refusal } from '../refusal.ts';
import type { Slice, SliceOptions } from '../slice.ts';
import {
  type AccountMail,
  claimAccountMail,
  queueAccountMail,
  requestEmailChange,
  requestVerification,
  settleAccountMail,
  tellOfSignUp,
} from './accountMails.ts';
import { admit, type Guest } from './admission.ts';
import { type Forgotten, forgetSignIns } from './forgetSignIns.ts';
import {
  createInvitation,
  listInvitations,
  type NewInvitation,
  releasePlace,
  revokeInvitation,
} from './invitations.ts';
import { endReset, makeResetLink, type ResetLink, readReset } from './resetPassword.ts';
import { endSession, endSessions, listSessions, rotateSession, type SessionFacts } from './sessions.ts';
import { grantWaiting } from './signupGrant.ts';
import { resemblesStaff } from './staffNames.ts';
import { noteTraces, type Traces } from './traces.ts';
import { type VerifiedEmail, verifyEmail } from './verifyEmail.ts';

/** How people come in and stay in: links by mail, invitations, sessions. */
export interface MembersVerbs {
  /** Queues the mail with a link to a new password, whether anybody has this address or not. */
  readonly requestPasswordReset: (email: string) => Promise<void>;
  /** Whose password a link changes. @throws Refusal LINK_INVALID */
  readonly readReset: (token: string) => Promise<{ userId: UserId | undefined; authUserId: string }>;
  /** The password was changed by this link: every session and every other link ends, and the person hears of it. */
  readonly endReset: (authUserId: string, token: string) => Promise<void>;
  /** A link for somebody whom no mail reaches, made at the command line. @throws Refusal NOT_FOUND */
  readonly makeResetLink: (who: string) => Promise<ResetLink>;
  readonly requestVerification: (userId: UserId) => Promise<void>;
  /** Queues the mail that tells somebody that their address was used to sign up. */
  readonly tellOfSignUp: (authUserId: string) => Promise<void>;
  /** Queues the mail that makes a new address this person's. */
  readonly requestEmailChange: (userId: UserId, email: string) => Promise<void>;
  readonly verifyEmail: (token: string) => Promise<VerifiedEmail>;
  /** Gives their sign-up credits to those who never confirmed an address, once that is not required any more. */
  readonly grantWaiting: () => Promise<{ granted: number }>;
  readonly claimAccountMail: () => Promise<AccountMail | undefined>;
  readonly settleAccountMail: (id: string, outcome: Outcome) => Promise<Settled>;
  /** Whether an account may be made for this address now. @throws Refusal SIGN_UP_CLOSED, LINK_INVALID */
  readonly admit: (guest: Guest) => Promise<void>;
  /** Whether a name is drawn like one of a moderator or an admin, in other letters. */
  readonly resemblesStaff: (name: string) => Promise<boolean>;
  /** No account came about for this address. */
  readonly releasePlace: (email: string) => Promise<void>;
  readonly createInvitation: (
    invitation: NewInvitation,
  ) => Promise<{ invitation: Invitation; token: string }>;
  readonly listInvitations: (by: UserId) => Promise<AnswerOf<'listInvitations'>>;
  readonly revokeInvitation: (by: UserId, id: InvitationId) => Promise<null>;
  readonly listSessions: (userId: UserId, token: string) => Promise<SessionFacts[]>;
  /** Answers the token of the session that ended. */
  readonly endSession: (userId: UserId, id: string) => Promise<string>;
  readonly endSessions: (userId: UserId, keep?: string) => Promise<{ ended: number }>;
  readonly rotateSession: (token: string) => Promise<{ token: string; expiresAt: Date } | undefined>;
  readonly noteTraces: (userId: UserId, traces: Traces) => Promise<void>;
  readonly forgetSignIns: () => Promise<Forgotten>;
}

const NO_MAIL = 'This server sends no e-mails. Ask whoever runs it.';

export const createMembers = ({ pool, settings }: SliceOptions): Slice<MembersVerbs> => {
  /** A mail that nobody would ever send is not queued. */
  const requireMail = (): void => {
    if (settings.offersEmail !== true) throw new Refusal('FEATURE_DISABLED', NO_MAIL);
  };
  return {
    verbs: {
      requestPasswordReset: async (email) => {
        requireMail();
        await queueAccountMail(pool, { kind: 'RESET_PASSWORD', address: email });
      },
      readReset: (token) => readReset(pool, token),
      endReset: (authUserId, token) =>
        endReset(pool, {
          authUserId,
          token,
          tells: settings.offersEmail === true,
          signupCredits: settings.signupCredits,
        }),
      makeResetLink: (who) => makeResetLink(pool, who),
      requestVerification: async (userId) => {
        requireMail();
        await requestVerification(pool, userId);
      },
      tellOfSignUp: (authUserId) => tellOfSignUp(pool, authUserId),
      requestEmailChange: async (userId, email) => {
        requireMail();
        await requestEmailChange(pool, userId, email);
      },
      verifyEmail: (token) => verifyEmail(pool, token, settings.signupCredits),
      grantWaiting: async () => ({
        granted:
          settings.emailVerification === 'required' ? 0 : await grantWaiting(pool, settings.signupCredits),
      }),
      claimAccountMail: () => claimAccountMail(pool),
      settleAccountMail: (id, outcome) => settleAccountMail(pool, id, outcome),
      admit: (guest) => admit(pool, settings, guest),
      resemblesStaff: (name) => resemblesStaff(pool, name),
      releasePlace: (email) => releasePlace(pool, email),
      createInvitation: (invitation) => createInvitation(pool, invitation),
      listInvitations: (by) => listInvitations(pool, by),
      revokeInvitation: (by, id) => revokeInvitation(pool, by, id),
      listSessions: (userId, token) => listSessions(pool, userId, token),
      endSession: (userId, id) => endSession(pool, userId, id),
      endSessions: (userId, keep) => endSessions(pool, userId, keep),
      rotateSession: (token) => rotateSession(pool, token),
      noteTraces: (userId, traces) => noteTraces(pool, userId, traces),
      forgetSignIns: () => forgetSignIns(pool),
    },
    consumers: [],
  };
};
