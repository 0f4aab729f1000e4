import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Engine, migrate, openEngine, openPool } from '@mesh-markets/engine';
import { startEmbeddedPostgres } from '@mesh-markets/engine/embedded-postgres';
import { createApiKeys, createHttpServer, type HttpServer } from '../faults/createHttpServer.ts';
import { inDays } from '../faults/stage.ts';
import type { Scene } from './kinds.ts';

/** Limits that a crowd on one machine would run into as if it were one person. */
const settings = {
  COMMENTS_PER_MINUTE: '0',
  SIGN_UPS_PER_HOUR: '0',
  REQUESTS_PER_MINUTE: '0',
  SIGNUP_CREDITS: '100000',
};

export interface OpenScene extends Scene {
  readonly engine: Engine;
  readonly server: HttpServer;
  readonly close: () => Promise<void>;
}

/** A real server on a database of its own, with people and markets. */
export const openScene = async (people: number, markets: number): Promise<OpenScene> => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'mesh-markets-load-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  const owner = await openPool(postgres.url, { as: 'owner', max: 1 });
  await migrate(owner);
  await owner.end();
  const { engine, close } = await openEngine(postgres.url, { signupCredits: 100_000 });
  const users = [];
  for (let n = 0; n < people; n += 1) {
    users.push((await engine.createAccount({ name: `Person ${n + 1}` })).userId);
  }
  const ids: string[] = [];
  for (let n = 0; n < markets; n += 1) {
    const market = { question: `Will number ${n + 1} come up?`, closesAt: inDays(30), b: 100 };
    ids.push((await engine.createMarket({ userId: users[n % people]!, ...market })).answer.id);
  }
  const apiKeys = await createApiKeys(engine, users);
  const server = await createHttpServer(postgres.url, 'load', apiKeys, { settings });
  return {
    engine,
    server,
    url: server.url(),
    people: [...apiKeys.values()].map((key) => ({ headers: { authorization: `Bearer ${key}` } })),
    markets: ids,
    close: async () => {
      await server.stop();
      await close();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
