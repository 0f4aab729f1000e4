import type { ExportLine } from '@mesh-markets/contract';
import { type Chunks, readExport } from '../exports/readExport.ts';
import { type ChainedTransfer, canonicalTime } from './canonical.ts';
import { type ChainReport, followChain, type KnownHead } from './verifyChain.ts';

type Link = ExportLine<'chainLink'>;

/** From the accounts of the file: whose wallet and which market's escrow a trade moves credits between. */
const createAccounts = () => {
  const wallets = new Map<number, number>();
  const escrows = new Map<number, number>();
  return {
    add: ({ id, userId, marketId }: ExportLine<'account'>): void => {
      if (userId !== null) wallets.set(userId, id);
      if (marketId !== null) escrows.set(marketId, id);
    },
    /** The transfer that a trade made. */
    transferOf: (trade: ExportLine<'trade'>): ChainedTransfer => {
      const wallet = wallets.get(trade.userId) ?? 0;
      const escrow = escrows.get(trade.marketId) ?? 0;
      const bought = trade.credits > 0;
      return {
        id: trade.transferId,
        debitAccountId: bought ? wallet : escrow,
        creditAccountId: bought ? escrow : wallet,
        amount: Math.abs(trade.credits),
        kind: bought ? 'BUY' : 'SELL',
        marketId: trade.marketId,
        tradeSeq: trade.seq,
        createdAt: canonicalTime(trade.createdAt),
      };
    },
  };
};

/** The transfers of a file, one after the other; whoever takes them may look at the next without taking it. */
const createReader = (lines: AsyncGenerator<ExportLine>) => {
  const accounts = createAccounts();
  const links: Link[] = [];
  let next: ChainedTransfer | undefined;
  let ended = false;

  const toNext = async (): Promise<void> => {
    next = undefined;
    while (next === undefined && !ended) {
      const { value: line, done } = await lines.next();
      if (done === true) ended = true;
      else if (line.type === 'account') accounts.add(line);
      else if (line.type === 'chainLink') links.push(line);
      else if (line.type === 'trade') next = accounts.transferOf(line);
      else if (line.type === 'transfer') {
        const { type: _type, createdAt, ...rest } = line;
        next = { ...rest, tradeSeq: null, createdAt: canonicalTime(createdAt) };
      }
    }
  };
  const take = async (upTo: number): Promise<ChainedTransfer[]> => {
    const taken: ChainedTransfer[] = [];
    for (; next !== undefined && next.id <= upTo; await toNext()) taken.push(next);
    return taken;
  };
  const countRest = async (): Promise<number> => {
    let count = 0;
    for (; next !== undefined; await toNext()) count += 1;
    return count;
  };
  return { begin: toNext, links, take, countRest };
};

const hexOf = (bytea: string): string => bytea.slice(2);

/**
 * Proves an export against the chain in it, with nothing but the file.
 * @throws ImportRefusedError for a file that is not a whole export
 */
export const verifyExport = async (chunks: Chunks, known?: KnownHead): Promise<ChainReport> => {
  const reader = createReader(readExport(chunks).lines);
  // The links stand before the transfers, so they are all there once the first of those has been read.
  await reader.begin();
  let place = 0;
  return followChain(
    {
      nextLink: async () => {
        const link = reader.links[place];
        place += 1;
        return (
          link && {
            ...link,
            previous: hexOf(link.previous),
            hash: hexOf(link.hash),
            marks: hexOf(link.marks),
          }
        );
      },
      transfers: (_after, upTo) => reader.take(upTo),
      countAfter: () => reader.countRest(),
    },
    known,
  );
};
