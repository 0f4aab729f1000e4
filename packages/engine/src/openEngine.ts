import type { Pool } from 'pg';
import type { Engine, EngineSettings } from './api.ts';
import { createEngine } from './createEngine.ts';
import { TRADE_CONNECTIONS } from './placeTrade.ts';
import { openPool } from './pool.ts';

export interface OpenEngine {
  readonly engine: Engine;
  /** Works as the role that cannot change the logs, where the database has it. */
  readonly pool: Pool;
  /** Waits for trades in flight and ends the engine's connections. */
  readonly close: () => Promise<void>;
}

/** Opens the books of a migrated database. */
export const openEngine = async (
  connectionString: string,
  settings: Partial<EngineSettings> = {},
  connections = 10,
): Promise<OpenEngine> => {
  const pool = await openPool(connectionString, { as: 'app', max: connections });
  const tradePool = await openPool(connectionString, { as: 'app', max: TRADE_CONNECTIONS, trades: true });
  const engine = createEngine({ pool, tradePool }, settings);
  return {
    engine,
    pool,
    close: async () => {
      await engine.drain();
      await tradePool.end();
      await pool.end();
    },
  };
};
