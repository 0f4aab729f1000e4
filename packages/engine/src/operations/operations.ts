import type { AuditSummary, Transparency } from '@mesh-markets/contract';
import type { AuditReport } from '../api.ts';
import { type Extended, extendChain } from '../chain/extendChain.ts';
import { type ChainReport, type KnownHead, verifyChain } from '../chain/verifyChain.ts';
import type { Slice, SliceOptions } from '../slice.ts';
import { getTransparency } from './getTransparency.ts';
import { lastAudit, runAudit } from './runAudit.ts';

export interface OperationsVerbs {
  /** Audits the books and keeps what came of it. */
  readonly runAudit: () => Promise<AuditReport>;
  readonly lastAudit: () => Promise<AuditSummary | undefined>;
  readonly getTransparency: () => Promise<Transparency>;
  /** Chains the transfers that are settled and not in the chain yet. */
  readonly extendChain: () => Promise<Extended>;
  /** Proves the ledger against its chain, and the chain against a head that somebody has kept. */
  readonly verifyChain: (known?: KnownHead) => Promise<ChainReport>;
}

export const createOperations = ({ pool, settings }: SliceOptions): Slice<OperationsVerbs> => ({
  verbs: {
    runAudit: () => runAudit(pool),
    lastAudit: () => lastAudit(pool),
    getTransparency: () => getTransparency(pool, settings),
    extendChain: () => extendChain(pool),
    verifyChain: (known) => verifyChain(pool, known),
  },
  consumers: [],
});
