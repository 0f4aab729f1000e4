import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type ChainReport, ImportRefusedError, type KnownHead, verifyExport } from '@mesh-markets/engine';
import { withBooks } from '../books.ts';
import {
  answer,
  type Call,
  type Command,
  DONE,
  FAILED,
  jsonOption,
  NothingToWorkOnError,
  optionOf,
  UsageError,
} from '../command.ts';
import { formatCount } from '../format.ts';

const knownHeadOf = (call: Call): KnownHead | undefined => {
  const text = optionOf(call, 'head');
  if (text === undefined) return undefined;
  const [, height, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim().toLowerCase()) ?? [];
  if (height === undefined || hash === undefined) {
    throw new UsageError('--head is a height and its hash, as /transparency shows them: 12:9f86d0….');
  }
  return { height: Number(height), hash };
};

const describe = ({ links, transfers, unchained, head, broken }: ChainReport): string => {
  if (broken !== undefined) {
    return [
      `The ledger and its chain part at link ${formatCount(broken.height)}.`,
      broken.sentence,
      `Up to there ${formatCount(transfers)} transfers in ${formatCount(links)} links are as they were chained.`,
    ].join('\n');
  }
  if (head === undefined) {
    return `There is no chain. Set LEDGER_CHAIN=1 and start the server; ${formatCount(unchained)} transfers wait.`;
  }
  return [
    `The ledger is as it was chained: ${formatCount(transfers)} transfers in ${formatCount(links)} links.`,
    `Newest link: ${head.height}:${head.hash}, up to transfer ${head.upTo}.`,
    `Transfers after it: ${formatCount(unchained)}.`,
  ].join('\n');
};

const readFile = async (file: string, known: KnownHead | undefined): Promise<ChainReport> => {
  await stat(file).catch((error: Error) => {
    throw new NothingToWorkOnError(`${file} cannot be read: ${error.message}.`);
  });
  return verifyExport(createReadStream(file), known);
};

/** Finds the first transfer that is not the one that was chained. */
export const verifyChain: Command = {
  parameters: '[--export=file] [--head=height:hash]',
  summary:
    'Proves the ledger, or an export, against its chain of hashes; exit code 1 if a transfer was changed, removed or added. Reads only.',
  options: { ...jsonOption, export: { type: 'string' }, head: { type: 'string' } },
  run: async (call) => {
    const known = knownHeadOf(call);
    const file = optionOf(call, 'export');
    try {
      const report =
        file === undefined
          ? await withBooks(call, (engine) => engine.verifyChain(known))
          : await readFile(path.resolve(file), known);
      answer(call, report, () => describe(report));
      return report.broken === undefined && report.head !== undefined ? DONE : FAILED;
    } catch (error) {
      if (!(error instanceof ImportRefusedError)) throw error;
      call.complain(error.message);
      return FAILED;
    }
  },
};
