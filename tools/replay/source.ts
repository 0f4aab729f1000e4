import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One line of trades.jsonl, in the source's own units (tokens and shares, not ours). */
export interface SourceTrade {
  readonly market: string;
  readonly user: string;
  readonly outcome: 'YES' | 'NO';
  /** MOVE rows carry a price only: what was traded is not known. */
  readonly action: 'BUY' | 'SELL' | 'MOVE';
  /** Negative when sold. */
  readonly shares: number;
  /** Tokens; negative when they came back. */
  readonly cost: number;
  readonly probAfter: number;
  readonly txn: string;
  /** `derived`: a leg of a transaction of which only the total was recorded. */
  readonly costSource: 'recorded' | 'derived';
  /** The total of a transaction in two legs: the sum of what moved, or what moved in the end. */
  readonly txnGross?: number;
  readonly txnNet?: number;
}

export interface SourceMarket {
  readonly id: string;
  readonly question: string;
  readonly b: number;
  readonly resolution: 'YES' | 'NO' | number;
  readonly project?: string;
}

/** Balances and net holdings (YES less NO) when trading ended, in the source's units. */
export interface SourceFinal {
  readonly initialBalance: number;
  readonly finalBalances: Readonly<Record<string, number>>;
  readonly finalNetShares: readonly {
    readonly user: string;
    readonly market: string;
    readonly netYes: number;
  }[];
}

/** A platform's markets and their trades in the order in which they were made. */
export interface Project {
  readonly name: string;
  readonly markets: readonly SourceMarket[];
  readonly trades: readonly SourceTrade[];
  readonly movesLeftOut: number;
  readonly marketsLeftOut: number;
  readonly final: SourceFinal | undefined;
}

/** A folder is not there, or is not one of recorded trades. */
export class MissingDataError extends Error {
  override readonly name = 'MissingDataError';
}

const readLines = <Row>(file: string): Row[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

const projectOf = ({ project, id }: SourceMarket): string =>
  project ?? id.slice(0, id.lastIndexOf('-')).toUpperCase();

/** The projects of a folder, without what cannot be replayed. @throws MissingDataError */
export const readProjects = (folder: string): Project[] => {
  const files = ['markets.jsonl', 'trades.jsonl'].map((name) => path.join(folder, name)) as [string, string];
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) {
    throw new MissingDataError(
      `${missing} is not there. A replay needs a folder of recorded trades (markets.jsonl and trades.jsonl); the data is not part of this repository.`,
    );
  }
  const markets = readLines<SourceMarket>(files[0]);
  const rows = readLines<SourceTrade>(files[1]);
  const finalFile = path.join(folder, 'final.json');
  const final = existsSync(finalFile)
    ? (JSON.parse(readFileSync(finalFile, 'utf8')) as SourceFinal)
    : undefined;

  return [...new Set(markets.map(projectOf))].map((name) => {
    const own = new Map(
      markets.filter((market) => projectOf(market) === name).map((market) => [market.id, market]),
    );
    const ownRows = rows.filter(({ market }) => own.has(market));
    const trades = ownRows.filter(({ action }) => action !== 'MOVE');
    const traded = new Set(trades.map(({ market }) => market));
    const replayable = [...own.values()].filter(({ id }) => traded.has(id));
    return {
      name,
      markets: replayable,
      trades,
      movesLeftOut: ownRows.length - trades.length,
      marketsLeftOut: own.size - replayable.length,
      final,
    };
  });
};

/** The first so many trades of a project, and the markets they are in; where it ended is not known then. */
export const firstTrades = (project: Project, count: number): Project => {
  const trades = project.trades.slice(0, count);
  const traded = new Set(trades.map(({ market }) => market));
  return {
    ...project,
    trades,
    markets: project.markets.filter(({ id }) => traded.has(id)),
    final: undefined,
  };
};
