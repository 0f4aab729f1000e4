import type { Engine } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';

/** At night, and at the next start after a night that was missed. */
export const auditCron = '30 3 * * * auditBooks ?max=1&jobKey=auditBooks&fill=1d';

export const auditTasks = (engine: Pick<Engine, 'runAudit'>, log: FastifyBaseLogger) => ({
  auditBooks: async (): Promise<void> => {
    const { clean, laws } = await engine.runAudit();
    if (clean) {
      log.info({ laws: laws.length }, 'audited the books: all laws hold');
      return;
    }
    const broken = laws.filter((law) => law.broken > 0);
    log.error({ broken }, 'THE BOOKS ARE NOT RIGHT; run "mesh-markets audit"');
  },
});
