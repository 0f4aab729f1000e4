import { z } from 'zod';
import { Timestamp } from './market.ts';
import { OracleChangeKind } from './oracles.ts';
import { KeyScope } from './scopes.ts';

/** Grows when a file of before could no longer be read. */
export const EXPORT_FORMAT = 1;

/*
 * The lines of an export (docs/guide/export.md). They are the logs as they are stored: ids are whole numbers, shares are millionths, and
 * what is derived from other lines (pools, positions, statistics) is not among them.
 */

const id = z.int().min(1);
const credits = z.int();
const micro = z.int();
const text = z.string();
const line = <const Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...shape });

export const ExportHeader = line('header', {
  format: z.literal(EXPORT_FORMAT),
  /** The release that wrote it, and the name of the instance. */
  release: text,
  instance: text,
  exportedAt: Timestamp,
  /** Whether e-mail addresses, password hashes and other private things are in it. */
  withAccounts: z.boolean(),
});
export type ExportHeader = z.infer<typeof ExportHeader>;

const verdict = {
  kind: z.enum(['OUTCOME', 'WEIGHTED', 'N_A']),
  outcome: z.int().nullable(),
  /** Basis points per outcome. */
  weights: z.array(z.int()).nullable(),
};

const totals = z.strictObject({ issuer: credits, house: credits, wallets: credits, escrows: credits });

export const ExportFooter = line('footer', {
  /** Of every type of line between header and footer. */
  counts: z.record(z.string(), z.int().min(0)),
  /** Credits by kind of account; they sum to 0. */
  totals,
  /** SHA-256 of everything before this line, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ExportFooter = z.infer<typeof ExportFooter>;

/** Every type of line between header and footer, in the order in which they come. */
export const exportLines = {
  /** Private: how a person signs in. */
  authUser: line('authUser', {
    id: text,
    name: text,
    email: text,
    emailVerified: z.boolean(),
    image: text.nullable(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  }),
  /** Private: a password's hash, or a sign-in elsewhere. */
  authCredential: line('authCredential', {
    id: text,
    userId: text,
    providerId: text,
    accountId: text,
    password: text.nullable(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  }),
  user: line('user', {
    id,
    /** Of an `authUser`; null in an export without accounts. */
    authUserId: text.nullable(),
    handle: text,
    name: text,
    role: z.enum(['user', 'moderator', 'admin']),
    isBot: z.boolean(),
    createdAt: Timestamp,
  }),
  /** Private: the hash of an API key. */
  apiKey: line('apiKey', {
    id,
    userId: id,
    name: text,
    prefix: text,
    secretHash: z.string().regex(/^\\x[0-9a-f]{64}$/),
    createdAt: Timestamp,
    lastUsedAt: Timestamp.nullable(),
    revokedAt: Timestamp.nullable(),
    /** In a file from before keys had them: all. */
    scopes: z.array(KeyScope).default([...KeyScope.options]),
    expiresAt: Timestamp.nullable().default(null),
    staffRole: z.enum(['moderator', 'admin']).nullable().default(null),
  }),
  post: line('post', {
    id,
    kind: z.enum(['TEXT', 'PREDICTION']),
    authorId: id,
    /** The text of a text post; the description of a prediction. */
    body: text,
    question: text.nullable(),
    labels: z.array(text).nullable(),
    createdAt: Timestamp,
  }),
  postTopic: line('postTopic', { postId: id, topic: text }),
  /** A market has the id of its post. */
  market: line('market', {
    id,
    kind: z.enum(['BINARY', 'MULTIPLE']),
    creatorId: id,
    /** An oracle who has accepted. */
    oracleId: id.nullable(),
    /** Liquidity, in credits. */
    b: z.int(),
    /** Shares nobody owns, which set the opening odds; one figure for each outcome. */
    phantomMicro: z.array(micro),
    subsidy: credits,
    subsidyFrom: z.enum(['CREATOR', 'HOUSE']),
    createdAt: Timestamp,
    closesAt: Timestamp,
    closedAt: Timestamp.nullable(),
    /** Who closed it early; null when it closed by the clock. */
    closedBy: id.nullable(),
    /** Absent in files of releases that did not ask why. */
    closeReason: text.nullable().default(null),
    resolvedAt: Timestamp.nullable(),
  }),
  /** Who was asked to be the oracle of a market and what they answered. */
  oracleChange: line('oracleChange', {
    id,
    marketId: id,
    kind: OracleChangeKind,
    oracleId: id,
    createdAt: Timestamp,
  }),
  /** Where credits are. */
  account: line('account', {
    id,
    kind: z.enum(['issuer', 'house', 'wallet', 'escrow']),
    userId: id.nullable(),
    marketId: id.nullable(),
    /** What its transfers come to; compared after an import. */
    balance: credits,
  }),
  /** A link of the chain of hashes over the transfers that follow; `marks` find what is off and prove nothing. */
  chainLink: line('chainLink', {
    height: id,
    fromId: id,
    toId: id,
    transfers: z.int().min(1),
    previous: z.string().regex(/^\\x[0-9a-f]{64}$/),
    hash: z.string().regex(/^\\x[0-9a-f]{64}$/),
    marks: z.string().regex(/^\\x([0-9a-f]{8})+$/),
    createdAt: Timestamp,
  }),
  /** A movement of credits that is not a trade's; together with the trades in the order of their ids. */
  transfer: line('transfer', {
    id,
    debitAccountId: id,
    creditAccountId: id,
    amount: z.int().min(1),
    kind: z.enum([
      'SIGNUP_GRANT',
      'HOUSE_FUNDING',
      'SUBSIDY',
      'PAYOUT',
      'REFUND',
      'SUBSIDY_RETURN',
      'CORRECTION',
      'SUBSIDY_CORRECTION',
      'CORRECTION_COVER',
      'CORRECTION_ISSUE',
    ]),
    marketId: id.nullable(),
    createdAt: Timestamp,
  }),
  trade: line('trade', {
    /** The transfer it made. */
    transferId: id,
    marketId: id,
    seq: z.int().min(1),
    userId: id,
    outcome: z.int().min(0),
    /** Positive when bought, negative when sold. */
    sharesMicro: micro,
    /** Positive when paid, negative when credits came back. */
    credits,
    /** Whether the trader named the shares; else the credits. */
    byShares: z.boolean(),
    probabilityBefore: z.number(),
    probabilities: z.array(z.number()),
    createdAt: Timestamp,
  }),
  /** A result that was proposed; `ended…` says what became of it. */
  proposal: line('proposal', {
    id,
    marketId: id,
    version: z.int().min(1),
    proposedBy: id,
    proposedAs: z.enum(['CREATOR', 'ORACLE', 'MODERATOR', 'ADMIN']),
    ...verdict,
    note: text.nullable(),
    proposedAt: Timestamp,
    finalAt: Timestamp,
    endedAt: Timestamp.nullable(),
    endedHow: z.enum(['FINAL', 'AMENDED', 'WITHDRAWN', 'UPHELD', 'CHANGED', 'VOIDED']).nullable(),
    endedBy: id.nullable(),
    endedReason: text.nullable(),
  }),
  dispute: line('dispute', { id, proposalId: id, userId: id, reason: text, createdAt: Timestamp }),
  resolution: line('resolution', {
    id,
    marketId: id,
    /** Null when it was the operator of the server. */
    resolvedBy: id.nullable(),
    resolvedAs: z.enum(['CREATOR', 'ORACLE', 'MODERATOR', 'ADMIN', 'OPERATOR']),
    ...verdict,
    note: text.nullable(),
    escrowBefore: credits,
    paid: credits,
    holdersPaid: z.int(),
    returned: credits,
    /** The proposal that it follows from; missing in files of before. */
    proposalId: id.nullable().default(null),
    /** The resolution in whose place it stands; missing in files of before. */
    corrects: id.nullable().default(null),
    createdAt: Timestamp,
  }),
  /** What a correction moved. */
  correction: line('correction', {
    resolutionId: id,
    paid: credits,
    taken: credits,
    covered: credits,
    issued: credits,
    missing: credits,
  }),
  comment: line('comment', {
    id,
    postId: id,
    parentId: id.nullable(),
    authorId: id,
    /** `[deleted]` for a deleted one, in an export without accounts. */
    body: text,
    /** A trade of the author in this market that it stands by. */
    tradeSeq: z.int().nullable(),
    createdAt: Timestamp,
    editedAt: Timestamp.nullable(),
    deletedAt: Timestamp.nullable(),
    deletedBy: id.nullable(),
  }),
  commentMention: line('commentMention', { commentId: id, userId: id, handle: text }),
  commentLike: line('commentLike', { commentId: id, userId: id, createdAt: Timestamp }),
  postRemoval: line('postRemoval', { postId: id, removedBy: id, removedAt: Timestamp }),
  /** Private: who reported what. */
  report: line('report', {
    id,
    postId: id,
    commentId: id.nullable(),
    reporterId: id,
    reason: text,
    note: text.nullable(),
    reportedText: text,
    createdAt: Timestamp,
    handledAt: Timestamp.nullable(),
    handledBy: id.nullable(),
    verdict: text.nullable(),
  }),
  followUser: line('followUser', { followerId: id, followeeId: id, createdAt: Timestamp }),
  followMarket: line('followMarket', { userId: id, marketId: id, createdAt: Timestamp }),
} as const;

export type ExportLineType = keyof typeof exportLines;
export type ExportLine<T extends ExportLineType = ExportLineType> = {
  [Type in T]: z.infer<(typeof exportLines)[Type]>;
}[T];
