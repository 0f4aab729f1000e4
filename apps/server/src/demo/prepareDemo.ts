import { migrate, openEngine, openPool } from '@mesh-markets/engine';
import type { Settings } from '../settings.ts';
import { StartError } from '../startError.ts';
import { fillBooks, type OnProgress, seedDemo } from './seedDemo.ts';

type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

/** One line that redraws itself on a terminal; elsewhere the sentence alone. */
const progressLine = (output: Output): OnProgress => {
  const sentence = 'Making the demo: a town and its last three weeks of trades (once)';
  let shown = -1;
  output.write(output.isTTY ? sentence : `${sentence} …\n`);
  return (part) => {
    const percent = Math.floor(part * 100);
    if (!output.isTTY || percent === shown) return;
    shown = percent;
    output.write(`\r${sentence} … ${percent} %${percent === 100 ? '\n' : ''}`);
  };
};

/** Tells a database in which nothing has happened; brings it up to this release. @throws StartError */
const requireEmpty = async (databaseUrl: string): Promise<void> => {
  const owner = await openPool(databaseUrl, { as: 'owner', max: 1 });
  await migrate(owner).finally(() => owner.end());
  const { engine, close } = await openEngine(databaseUrl, {}, 1);
  const { people } = await engine.getTransparency().finally(close);
  if (people > 0) {
    throw new StartError(
      'The database of DATABASE_URL is not empty, and a demo does not mix with other books.',
    );
  }
};

/**
 * What `mesh-markets demo` does: fills the empty database of DATABASE_URL, or the data directory, and starts no server.
 * @throws StartError where there are other books
 */
export const fillDemo = async (
  { dataDir, databaseUrl }: Pick<Settings, 'dataDir' | 'databaseUrl'>,
  output: Output = process.stdout,
): Promise<string> => {
  if (databaseUrl === undefined) {
    const done = await seedDemo(dataDir, () => progressLine(output));
    return done === 'seeded' ? `The demo is in ${dataDir}.` : `There is a demo in ${dataDir} already.`;
  }
  await requireEmpty(databaseUrl);
  await fillBooks(databaseUrl, new Date(), progressLine(output));
  return 'The demo is in the database of DATABASE_URL.';
};

/**
 * What `--demo` does before the server starts: fills the demo's own data directory, if it has not been done.
 * @throws StartError with a DATABASE_URL, or for a directory with other books
 */
export const prepareDemo = async (
  { dataDir, databaseUrl }: Pick<Settings, 'dataDir' | 'databaseUrl'>,
  output: Output = process.stdout,
): Promise<void> => {
  if (databaseUrl !== undefined) {
    throw new StartError(
      'A demo brings a database of its own. Unset DATABASE_URL for the demo, or leave the demo out.',
    );
  }
  await seedDemo(dataDir, () => progressLine(output));
};
