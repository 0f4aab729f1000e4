import { z } from 'zod';
import { Balance } from './amounts.ts';
import { Timestamp, UserSummary } from './market.ts';

/** What came of the last audit of the books. */
export const AuditSummary = z
  .object({
    at: Timestamp,
    tookSeconds: z.number().min(0),
    clean: z.boolean(),
    laws: z.int().min(0),
    /** Rows the laws were tried on, together. */
    checked: z.int().min(0),
    /** The laws that did not hold. */
    broken: z.array(z.string()),
  })
  .meta({ id: 'AuditSummary' });
export type AuditSummary = z.infer<typeof AuditSummary>;

/** How somebody has decided markets: everything a trader may want to know before trusting them with one. */
export const ResolverRecord = z
  .object({
    user: UserSummary,
    resolved: z.int().min(0),
    /** Of those, voided. */
    voided: z.int().min(0),
    /** Of those, ones in which the resolver was paid out as a trader. */
    paidThemselves: z.int().min(0),
    /** Of those, corrected by an admin after they were paid. */
    corrected: z.int().min(0),
    /** Results they proposed that somebody with a stake disputed. */
    disputed: z.int().min(0),
    /** Of those, ones that an admin changed or voided. */
    overturned: z.int().min(0),
    /** Closed markets that still wait for this person. */
    waiting: z.int().min(0),
    /** Of those, ones that have waited so long that moderators may decide them. */
    overdue: z.int().min(0),
    /** Median hours from closing to resolution. */
    medianHours: z.number().min(0).optional(),
  })
  .meta({ id: 'ResolverRecord' });
export type ResolverRecord = z.infer<typeof ResolverRecord>;

/** The newest link of the chain of hashes over the ledger. */
export const ChainHead = z
  .object({
    height: z.int().min(1),
    /** SHA-256, in hex. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    /** The last transfer it covers. */
    upTo: z.int().min(1),
    at: Timestamp,
    /** How far the server itself last found the ledger to be as it was chained; absent before the first audit of a chain. */
    verified: z
      .object({
        height: z.int().min(1),
        upTo: z.int().min(1),
        at: Timestamp,
        /** When it last began at the first link, not on from where it had been. */
        wholeAt: Timestamp,
      })
      .optional(),
    /** What the last audit found to be off after that. */
    problem: z.string().optional(),
  })
  .meta({ id: 'ChainHead' });
export type ChainHead = z.infer<typeof ChainHead>;

export const Transparency = z
  .object({
    /** Credits ever issued; equal to all the others together. */
    issued: Balance,
    wallets: Balance,
    escrows: Balance,
    house: Balance,
    people: z.int().min(0),
    markets: z.object({ open: z.int().min(0), closed: z.int().min(0), resolved: z.int().min(0) }),
    trades: z.int().min(0),
    volume: Balance,
    lastAudit: AuditSummary.optional(),
    /** Only where the ledger is chained. */
    chain: ChainHead.optional(),
    resolvers: z.array(ResolverRecord),
  })
  .meta({ id: 'Transparency' });
export type Transparency = z.infer<typeof Transparency>;
