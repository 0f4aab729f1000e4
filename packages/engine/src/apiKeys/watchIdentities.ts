import type { UserId } from '@mesh-markets/contract';
import type { Pool, PoolClient } from 'pg';

/** Of migrations/0016-limits.sql. */
const CHANNEL = 'mesh_markets_identity';
const ASK_AGAIN_MS = 1_000;

export interface IdentityListener {
  /** A key of this person was revoked, or their role has changed. */
  readonly onChanged: (userId: UserId) => void;
  /** Something may have been missed. */
  readonly onGap: () => void;
}

/**
 * Hears at once what another process revokes. It holds one connection; when that breaks it comes back by itself. Where none can listen (a
 * pooler between that gives each transaction another connection) what is remembered of keys ends by itself after two seconds.
 * Answers how to stop.
 */
export const watchIdentities = (
  pool: Pool,
  { onChanged, onGap }: IdentityListener,
): (() => Promise<void>) => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let client: PoolClient | undefined;
  let starting: Promise<void> | undefined;

  const lost = (broken: PoolClient | undefined): void => {
    if (broken !== undefined && broken === client) {
      client = undefined;
      broken.release(true);
    }
    if (stopped || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      starting = start();
    }, ASK_AGAIN_MS);
  };

  const start = async (): Promise<void> => {
    let mine: PoolClient | undefined;
    try {
      mine = await pool.connect();
      client = mine;
      mine.on('notification', ({ payload }) => onChanged(payload as UserId));
      mine.on('error', () => lost(mine));
      mine.on('end', () => lost(mine));
      await mine.query(`listen ${CHANNEL}`);
      onGap();
    } catch {
      lost(mine);
    }
  };
  starting = start();

  return async () => {
    stopped = true;
    clearTimeout(timer);
    await starting;
    const mine = client;
    client = undefined;
    // Not given back: it would go on listening for whoever has it next.
    mine?.release(true);
  };
};
