import type { Settings } from '../settings.ts';
import { StartError } from '../startError.ts';
import { type OnProgress, seedDemo } from './seedDemo.ts';

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
