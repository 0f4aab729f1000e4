import { isDeepStrictEqual } from 'node:util';
import type { ErrorCode } from '@mesh-markets/contract';
import { type Engine, Refusal } from '@mesh-markets/engine';
import type { Command, KeyedCommand } from './commands.ts';

/** Commands of one person at one server: each is given when the one before it has been answered. */
export interface Lane {
  /** Which of the servers. */
  readonly server: number;
  readonly commands: readonly Command[];
}

export type Outcome =
  | { readonly kind: 'answered'; readonly answer: unknown; readonly replayed: boolean }
  | { readonly kind: 'refused'; readonly code: ErrorCode }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A command, and what came back. `given` and `answered` count the moments of a run, in the order they happened. */
export interface Sent {
  readonly server: number;
  readonly command: Command;
  readonly given: number;
  readonly answered: number;
  readonly outcome: Outcome;
}

/** The verbs that a wave uses; a test may put something between. */
export type Books = Pick<
  Engine,
  | 'createAccount'
  | 'createPost'
  | 'createMarket'
  | 'placeTrade'
  | 'quote'
  | 'closeMarket'
  | 'closeDueMarkets'
  | 'resolveMarket'
  | 'previewResolution'
  | 'fundHouse'
  | 'getMarket'
  | 'getWallet'
  | 'amendProposal'
  | 'withdrawProposal'
  | 'disputeProposal'
  | 'decideDispute'
  | 'correctResolution'
  | 'previewCorrection'
  | 'acceptOracle'
  | 'declineOracle'
  | 'stepDownOracle'
  | 'finishProposals'
>;

type Reply = { readonly answer: unknown; readonly replayed: boolean };
const once = async (answer: Promise<unknown>): Promise<Reply> => ({ answer: await answer, replayed: false });

const giveKeyed = (books: Books, command: KeyedCommand): Promise<Reply> => {
  const by = { userId: command.user, idempotencyKey: command.key };
  switch (command.verb) {
    case 'placeTrade':
      return books.placeTrade({ ...by, marketId: command.market, order: command.order as never });
    case 'createPost':
      return books.createPost({ ...by, body: command.body });
    case 'createMarket':
      return books.createMarket({ ...by, ...command.body });
    case 'closeMarket':
      return books.closeMarket({ ...by, marketId: command.market, reason: 'It is known.' });
    case 'resolveMarket':
      return books.resolveMarket({ ...by, marketId: command.market, ...command.body });
    case 'amendProposal':
      return books.amendProposal({ ...by, marketId: command.market, ...command.body });
    case 'withdrawProposal':
      return books.withdrawProposal({ ...by, marketId: command.market, ...command.body });
    case 'disputeProposal':
      return books.disputeProposal({ ...by, marketId: command.market, ...command.body });
    case 'decideDispute':
      return books.decideDispute({ ...by, marketId: command.market, ...command.body });
    case 'correctResolution':
      return books.correctResolution({ ...by, marketId: command.market, ...command.body });
  }
};

export const give = (books: Books, command: Command): Promise<Reply> => {
  switch (command.verb) {
    case 'createAccount':
      return once(books.createAccount({ name: command.name, authUserId: command.authUser }));
    case 'fundHouse':
      return once(books.fundHouse(command.total));
    case 'quote':
      return once(books.quote({ marketId: command.market, order: command.order }));
    case 'previewResolution':
      return once(
        books.previewResolution({ userId: command.user, marketId: command.market, ...command.body }),
      );
    case 'getMarket':
      return once(books.getMarket(command.market));
    case 'getWallet':
      return once(books.getWallet(command.user));
    case 'closeDueMarkets':
      return once(books.closeDueMarkets());
    case 'finishProposals':
      return once(books.finishProposals());
    case 'previewCorrection':
      return once(
        books.previewCorrection({ userId: command.user, marketId: command.market, ...command.body }),
      );
    case 'acceptOracle':
    case 'declineOracle':
    case 'stepDownOracle':
      return once(books[command.verb]({ userId: command.user, marketId: command.market }));
    case 'payProposal':
      throw new Error('the job pays, nobody else');
    default:
      return giveKeyed(books, command);
  }
};

const outcomeOf = async (reply: Promise<Reply>): Promise<Outcome> => {
  try {
    return { kind: 'answered', ...(await reply) };
  } catch (error) {
    return error instanceof Refusal ? { kind: 'refused', code: error.code } : { kind: 'failed', error };
  }
};

/** Gives all lanes at once and waits for every answer. `clock` counts on from wave to wave. */
export const playWave = async (
  servers: readonly Books[],
  lanes: readonly Lane[],
  clock: { moment: number },
): Promise<Sent[]> => {
  const sent: Sent[] = [];
  const playLane = async ({ server, commands }: Lane): Promise<void> => {
    for (const command of commands) {
      clock.moment += 1;
      const given = clock.moment;
      const outcome = await outcomeOf(give(servers[server]!, command));
      clock.moment += 1;
      sent.push({ server, command, given, answered: clock.moment, outcome });
    }
  };
  await Promise.all(lanes.map(playLane));
  return sent.sort((a, b) => a.given - b.given);
};

/** Whether two answers are the same on the wire. */
export const isSameAnswer = (a: unknown, b: unknown): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
