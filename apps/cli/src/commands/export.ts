import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Engine, exportSchema } from '@mesh-markets/engine';
import cliPackage from '../../package.json' with { type: 'json' };
import { withBooks } from '../books.ts';
import {
  answer,
  type Call,
  type Command,
  DONE,
  jsonOption,
  NothingToWorkOnError,
  optionOf,
} from '../command.ts';

/** The usual name, as the server's setting has it. */
const instanceOf = ({ environment }: Call): string => environment.INSTANCE_NAME?.trim() || 'Mesh Markets';

/** On disk, whole, before its name says that it is an export. */
const writeFile = async (file: string, chunks: AsyncIterable<string>): Promise<void> => {
  const draft = `${file}.part`;
  try {
    await pipeline(Readable.from(chunks), createWriteStream(draft, { mode: 0o600, flush: true }));
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (syscall !== undefined && code !== 'ECONNREFUSED') {
      throw new NothingToWorkOnError(`${file} cannot be written: ${message}.`);
    }
    throw error;
  }
};

/** The whole history as JSON Lines, for other programs and for `import`. */
export const exportHistory: Command = {
  parameters: '[--out=file] [--with-accounts] [--schema]',
  summary:
    'Writes the whole history as JSON Lines, beside a running server; to standard output without --out. --schema says what a line may be.',
  options: {
    ...jsonOption,
    out: { type: 'string' },
    'with-accounts': { type: 'boolean' },
    schema: { type: 'boolean' },
  },
  run: async (call) => {
    if (call.values.schema === true) {
      call.print(JSON.stringify(exportSchema(), null, 2));
      return DONE;
    }
    const out = optionOf(call, 'out');
    await withBooks(call, async (engine: Engine) => {
      const chunks = engine.exportBooks({
        release: cliPackage.version,
        instance: instanceOf(call),
        withAccounts: call.values['with-accounts'] === true,
      });
      if (out !== undefined) return writeFile(path.resolve(out), chunks);
      for await (const chunk of chunks) call.print(chunk.replace(/\n$/, ''));
    });
    if (out !== undefined) {
      const file = path.resolve(out);
      answer(call, { file }, () => `Written to ${file}.`);
    }
    return DONE;
  },
};
