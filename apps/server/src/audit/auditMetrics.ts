import type { Engine } from '@mesh-markets/engine';
import { Gauge, type Registry } from 'prom-client';

/** What the last audit found; an alert on these is an alert on the books. */
export const exposeAudit = (engine: Pick<Engine, 'lastAudit'>, registry: Registry): void => {
  const registers = [registry];
  new Gauge({
    name: 'mesh_audit_laws_broken',
    help: 'Laws that did not hold in the last audit; absent before the first.',
    registers,
    async collect() {
      const audited = await engine.lastAudit();
      this.reset();
      if (audited) this.set(audited.broken.length);
    },
  });
  new Gauge({
    name: 'mesh_audit_age_seconds',
    help: 'Time since the last audit; absent before the first.',
    registers,
    async collect() {
      const audited = await engine.lastAudit();
      this.reset();
      if (audited) this.set((Date.now() - Date.parse(audited.at)) / 1000);
    },
  });
};
