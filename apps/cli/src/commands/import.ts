import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ImportRefusedError, migrate, openEngine } from '@mesh-markets/engine';
import { withNewDatabase } from '../books.ts';
import { answer, type Command, DONE, FAILED, jsonOption, NothingToWorkOnError } from '../command.ts';
import { formatCount, formatCredits } from '../format.ts';

const assertReadable = async (file: string): Promise<void> => {
  const found = await stat(file).catch((error: Error) => {
    throw new NothingToWorkOnError(`${file} cannot be read: ${error.message}.`);
  });
  if (!found.isFile()) throw new NothingToWorkOnError(`${file} is not a file.`);
};

/** Fills a new database from an export: all of it, proven by an audit, or nothing. */
export const importHistory: Command = {
  parameters: '<file>',
  summary:
    'Reads an export into a new DATA_DIR or an empty database, and proves the books; all of it or nothing.',
  options: jsonOption,
  run: async (call) => {
    const file = path.resolve(call.positionals[0]!);
    await assertReadable(file);
    try {
      const figures = await withNewDatabase(call, async (pool, url) => {
        await migrate(pool);
        const { engine, close } = await openEngine(url);
        return engine.importBooks(createReadStream(file)).finally(close);
      });
      const { header, counts, totals, laws } = figures;
      answer(call, figures, () =>
        [
          `Read ${header.instance} as of ${header.exportedAt}, written by release ${header.release}.`,
          Object.entries(counts)
            .map(([type, count]) => `${type} ${formatCount(count)}`)
            .join(', '),
          `Credits: issuer ${formatCredits(totals.issuer)}, house ${formatCredits(totals.house)}, wallets ${formatCredits(totals.wallets)}, escrows ${formatCredits(totals.escrows)}.`,
          `The books are right: ${laws} laws hold.`,
          ...(header.withAccounts
            ? []
            : ['It was written without accounts, so nobody in it can sign in. New people can sign up.']),
        ].join('\n'),
      );
      return DONE;
    } catch (error) {
      if (!(error instanceof ImportRefusedError)) throw error;
      call.complain(`${error.message} Nothing was written.`);
      return FAILED;
    }
  },
};
