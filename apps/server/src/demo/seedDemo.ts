import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { migrate, openPool } from '@mesh-markets/engine';
import { startEmbeddedPostgres } from '@mesh-markets/engine/embedded-postgres';
import { openEngineAt } from '@mesh-markets/engine/time-travel';
import { StartError } from '../startError.ts';
import { playTimeline } from './playTimeline.ts';
import { createRandom } from './random.ts';
import { planTimeline } from './timeline.ts';

/** Any number will do; this one draws a lively town. */
const SEED = 20_240_229;
const SIGNUP_CREDITS = 10_000;
/** Commits need not wait for the disk: what counts is the orderly stop at the end, which writes everything. */
const SEEDING_FLAGS = ['synchronous_commit=off'];

/** Told how much of the work is done, in [0, 1]. */
export type OnProgress = (part: number) => void;

/** Fills a migrated and empty database with a town's last three weeks. */
export const fillBooks = async (databaseUrl: string, now: Date, onProgress: OnProgress): Promise<void> => {
  const random = createRandom(SEED);
  const events = planTimeline(now.getTime(), random);
  const settings = { signupCredits: SIGNUP_CREDITS, subsidyFrom: 'CREATOR' as const };
  const { engine, moveTo, close } = await openEngineAt(databaseUrl, new Date(events[0]!.at), settings);
  try {
    await playTimeline(engine, moveTo, events, random, (done) => onProgress(done / events.length));
    await moveTo(now);
    await engine.closeDueMarkets();
  } finally {
    await close();
  }
};

const seedDirectory = async (dataDir: string, onProgress: OnProgress): Promise<void> => {
  const postgres = await startEmbeddedPostgres({ dataDir, flags: SEEDING_FLAGS });
  try {
    const owner = await openPool(postgres.url, { as: 'owner', max: 1 });
    await migrate(owner).finally(() => owner.end());
    await fillBooks(postgres.url, new Date(), onProgress);
  } finally {
    await postgres.stop();
  }
};

/** Ends what a killed seeding may have left running, and clears what it left behind. */
const clearUnfinished = async (dataDir: string): Promise<void> => {
  const cluster = path.join(dataDir, 'postgres');
  if (!existsSync(cluster)) return;
  await (await startEmbeddedPostgres({ dataDir })).stop();
  rmSync(cluster, { recursive: true, force: true });
};

/**
 * Makes the data directory of a demo, once: with its own people, markets and three weeks of trades. Two files say how far
 * that is. `demo-unfinished` is there from before the first byte until the last is on disk, so a seeding that was killed is known and
 * started over in a clean directory; `demo-ready` says that there is nothing to do.
 *
 * `begin` is called when there is something to do, and answers what is to be told of it.
 *
 * Nobody can sign in as one of the demo's people: they have no password. Visitors sign up.
 * @throws StartError for a directory with books that are not a demo
 */
export const seedDemo = async (dataDir: string, begin: () => OnProgress): Promise<'seeded' | 'was there'> => {
  const [unfinished, ready] = ['demo-unfinished', 'demo-ready'].map((name) => path.join(dataDir, name)) as [
    string,
    string,
  ];
  if (existsSync(ready)) return 'was there';
  if (existsSync(unfinished)) {
    await clearUnfinished(dataDir);
  } else if (existsSync(path.join(dataDir, 'postgres'))) {
    throw new StartError(
      `${dataDir} holds books that are not a demo, and a demo does not mix with them. Set DATA_DIR to another directory for the demo.`,
    );
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(
    unfinished,
    'Made by the demo. While this file is here, the next start makes the demo anew.\n',
  );
  await seedDirectory(dataDir, begin());
  renameSync(unfinished, ready);
  return 'seeded';
};
