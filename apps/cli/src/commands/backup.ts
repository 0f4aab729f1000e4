import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { openEngine } from '@mesh-markets/engine';
import { type BackupFigures, restoreBackup, writeBackup } from '@mesh-markets/engine/backup';
import cliPackage from '../../package.json' with { type: 'json' };
import { withDatabase, withNewDatabase } from '../books.ts';
import {
  answer,
  type Command,
  DONE,
  FAILED,
  jsonOption,
  NothingToWorkOnError,
  optionOf,
} from '../command.ts';
import { formatCount } from '../format.ts';

const usualName = (): string =>
  `mesh-markets-${new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')}.backup`;

/** On disk, whole, before its name says that it is a backup. */
const writeWhole = async (
  file: string,
  write: (draft: string) => Promise<BackupFigures>,
): Promise<BackupFigures> => {
  const draft = `${file}.part`;
  try {
    const figures = await write(draft);
    const handle = await open(draft, 'r+');
    await handle.sync();
    await handle.close();
    await rename(draft, file);
    return figures;
  } catch (error) {
    await rm(draft, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'EACCES', 'EROFS', 'ENOSPC', 'EISDIR'].includes(code ?? '')) {
      throw new NothingToWorkOnError(`${file} cannot be written: ${message}.`);
    }
    throw error;
  }
};

/** Copies everything into one file while the server goes on. */
export const backup: Command = {
  parameters: '[--out=file]',
  summary:
    'Writes all there is into one file, beside a running server. It holds password hashes: keep it safe.',
  options: { ...jsonOption, out: { type: 'string' } },
  run: async (call) => {
    const file = path.resolve(optionOf(call, 'out') ?? usualName());
    const figures = await withDatabase(call, (pool) =>
      writeWhole(file, (draft) =>
        writeBackup(pool, cliPackage.version, createWriteStream(draft, { mode: 0o600 })),
      ),
    );
    const { size } = await stat(file);
    answer(
      call,
      { file, bytes: size, ...figures },
      () =>
        `${file}: ${formatCount(figures.rows)} rows of ${formatCount(figures.tables)} tables in ${formatCount(size)} bytes.\n` +
        'It does not hold the file auth-secret of the data directory: copy that too, or everybody signs in anew after a restore.',
    );
    return DONE;
  },
};

/** Fills a new database from a backup and proves the books. */
export const restore: Command = {
  parameters: '<file>',
  summary:
    'Restores a backup into a new DATA_DIR or an empty database, then audits; exit code 1 if anything is off.',
  options: jsonOption,
  run: async (call) => {
    const file = path.resolve(call.positionals[0]!);
    await stat(file).catch((error: Error) => {
      throw new NothingToWorkOnError(`${file} cannot be read: ${error.message}.`);
    });
    const outcome = await withNewDatabase(call, async (pool, url) => {
      const figures = await restoreBackup(pool, createReadStream(file));
      const { engine, close } = await openEngine(url);
      const report = await engine.audit().finally(close);
      return { ...figures, laws: report.laws.length, clean: report.clean };
    });
    answer(call, outcome, () =>
      [
        `Restored ${formatCount(outcome.rows)} rows of ${formatCount(outcome.tables)} tables, made by release ${outcome.release} on ${outcome.madeAt}.`,
        outcome.clean
          ? `The books are right: ${outcome.laws} laws hold.`
          : 'The books are NOT right: run "mesh-markets audit" to see what is off.',
      ].join('\n'),
    );
    return outcome.clean ? DONE : FAILED;
  },
};
