import { z } from 'zod';
import { Balance } from './amounts.ts';
import { BanScope, OwnBan } from './bans.ts';
import { DeedId, PostId } from './ids.ts';
import { Timestamp, UserSummary } from './market.ts';
import { AccountSignal } from './members.ts';
import { Role } from './social.ts';
import { DeedReason, Question } from './text.ts';

export const Ban = OwnBan.extend({ by: UserSummary, at: Timestamp }).meta({ id: 'Ban' });
export type Ban = z.infer<typeof Ban>;

export const BanBody = z
  .strictObject({
    scope: BanScope,
    reason: DeedReason,
    /** Whole days; without them until somebody lifts it. */
    days: z.int().min(1).max(3650).optional(),
  })
  .meta({ id: 'BanBody' });
export type BanBody = z.infer<typeof BanBody>;

/** Somebody as moderators see them. */
export const PersonFacts = z
  .object({
    user: UserSummary,
    role: Role,
    bot: z.boolean(),
    joinedAt: Timestamp,
    markets: z.int().min(0),
    posts: z.int().min(0),
    comments: z.int().min(0),
    /** Credits that moved in their trades. */
    volume: Balance,
    /** Reports by others about what this person wrote. */
    reports: z.int().min(0),
    bans: z.array(Ban),
    /** For admins. */
    signals: z.array(AccountSignal).optional(),
  })
  .meta({ id: 'PersonFacts' });
export type PersonFacts = z.infer<typeof PersonFacts>;

export const deedKinds = [
  'ROLE_GIVEN',
  'BANNED',
  'BAN_LIFTED',
  'POST_HIDDEN',
  'POST_SHOWN',
  'COMMENT_REMOVED',
  'REPORT_DISMISSED',
  'REPORT_UPHELD',
  'MARKET_CLOSED',
  'MARKET_RESOLVED',
  'DISPUTE_DECIDED',
  'MARKET_CORRECTED',
  'BOT_FLAGGED',
  'INVITED',
  'INVITATION_REVOKED',
  'RESET_LINK_MADE',
  'SECOND_FACTOR_REMOVED',
  'SWITCHED',
] as const;
export const DeedKind = z.enum(deedKinds).meta({ id: 'DeedKind' });
export type DeedKind = z.infer<typeof DeedKind>;

/** Something a moderator or an admin did by their authority. */
export const Deed = z
  .object({
    id: DeedId,
    kind: DeedKind,
    at: Timestamp,
    /** Absent when it was done at the command line. */
    by: UserSummary.optional(),
    /** Whom it concerns. */
    user: UserSummary.optional(),
    /** What it concerns, or where it stands; a question where it is a market. */
    post: z.object({ id: PostId, question: Question.optional() }).optional(),
    detail: z.string().optional(),
  })
  .meta({ id: 'Deed' });
export type Deed = z.infer<typeof Deed>;
