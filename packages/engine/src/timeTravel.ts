import type { ClientBase, Pool } from 'pg';
import type { Engine, EngineSettings } from './api.ts';
import { createEngine } from './createEngine.ts';
import { openPool } from './pool.ts';

export interface TravellingEngine {
  readonly engine: Engine;
  /** Sets the clock of this engine's verbs to a moment; it runs on from there. Call it while no verb is under way. */
  readonly moveTo: (moment: Date) => Promise<void>;
  readonly close: () => Promise<void>;
}

const setClock = (session: Pick<Pool, 'query'>, offset: string): Promise<unknown> =>
  session.query(`select set_config('mesh.clock_offset', $1, false)`, [offset]);

/**
 * Opens the books with a clock of one's own, to give a demo or a test a past. The clock is a setting of the two database
 * sessions that this engine alone uses; every other session, and so every server, keeps the database's time. It has an entry
 * of its own (`@mesh-markets/engine/time-travel`), and nothing a server routes to imports that.
 */
export const openEngineAt = async (
  connectionString: string,
  moment: Date,
  settings: Partial<EngineSettings> = {},
): Promise<TravellingEngine> => {
  let offset = '';
  // A session ends when it idles for long; its successor must not fall back into the present.
  const onConnect = (client: ClientBase) => setClock(client, offset);
  const pool = await openPool(connectionString, { as: 'app', max: 1, onConnect });
  const tradePool = await openPool(connectionString, { as: 'app', max: 1, trades: true, onConnect });
  const engine = createEngine({ pool, tradePool }, settings);
  const moveTo = async (to: Date): Promise<void> => {
    offset = `${to.getTime() - Date.now()} milliseconds`;
    await Promise.all([setClock(pool, offset), setClock(tradePool, offset)]);
  };
  await moveTo(moment);
  return {
    engine,
    moveTo,
    close: async () => {
      await engine.drain();
      await tradePool.end();
      await pool.end();
    },
  };
};
