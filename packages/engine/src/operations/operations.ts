import type { AuditSummary, Transparency } from '@mesh-markets/contract';
import type { AuditReport } from '../api.ts';
import type { Slice, SliceOptions } from '../slice.ts';
import { getTransparency } from './getTransparency.ts';
import { lastAudit, runAudit } from './runAudit.ts';

export interface OperationsVerbs {
  /** Audits the books and keeps what came of it. */
  readonly runAudit: () => Promise<AuditReport>;
  readonly lastAudit: () => Promise<AuditSummary | undefined>;
  readonly getTransparency: () => Promise<Transparency>;
}

export const createOperations = ({ pool }: SliceOptions): Slice<OperationsVerbs> => ({
  verbs: {
    runAudit: () => runAudit(pool),
    lastAudit: () => lastAudit(pool),
    getTransparency: () => getTransparency(pool),
  },
  consumers: [],
});
