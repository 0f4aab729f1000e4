import pg, { type Pool, type PoolClient } from 'pg';
import { isDatabaseAway } from './databaseAway.ts';

/*
 * How a batch talks to Postgres: bind and execute what locks and reads, "flush"; then bind and execute the write, "sync". Between two
 * syncs everything is one transaction, so there is neither a `begin` nor a `commit` to send, to parse and to answer. Postgres gives
 * each of the two its own snapshot, as it does inside `begin`.
 */

export interface Bound {
  readonly name: string;
  readonly text: string;
  /** Buffers are sent in Postgres's binary form, strings as text. */
  readonly values: readonly (Buffer | string)[];
}

export interface Talk<Result> {
  /** Locks and answers one row of one column. */
  readonly read: Bound;
  /** What to write, given what was read; without a write the transaction ends empty. */
  readonly decide: (answer: string) => { readonly result: Result; readonly write: Bound | undefined };
}

/** The connection broke before anything was to be written: nothing was done. */
export class NothingDone extends Error {
  override readonly name = 'NothingDone';
}

/** The connection broke after the write was sent: it is whole or absent, and nobody here knows which. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** The part of the driver's connection that speaks the protocol; its types leave it out. */
interface Wire {
  /** The names of the statements Postgres knows on this connection. */
  readonly parsedStatements: Readonly<Record<string, string>>;
  readonly stream: { readonly cork: () => void; readonly uncork: () => void };
  readonly parse: (statement: { name: string; text: string }) => void;
  readonly bind: (bound: { statement: string; values: readonly (Buffer | string)[] }) => void;
  readonly execute: (portal?: object) => void;
  readonly flush: () => void;
  readonly sync: () => void;
}

interface Listener<Result> {
  /** All is sent; another conversation may follow on the same connection before this one is answered. */
  readonly onSent: () => void;
  readonly onDone: (result: Result) => void;
  readonly onFailed: (error: unknown) => void;
}

/** A query in the driver's eyes: on a connection that pipelines it lets nothing else through. */
class Conversation<Result> extends pg.Query {
  readonly #talk: Talk<Result>;
  readonly #listener: Listener<Result>;
  #answer: string | undefined;
  #decided: { readonly result: Result; readonly write: Bound | undefined } | undefined;
  #failed = false;
  /** Of the statement under way: by these the driver remembers which ones Postgres has parsed. */
  name: string | undefined;
  text: string | undefined;

  constructor(talk: Talk<Result>, listener: Listener<Result>) {
    super('');
    this.#talk = talk;
    this.#listener = listener;
  }

  override submit = (connection: unknown): void => {
    this.#send(connection as Wire, this.#talk.read, 'flush');
  };

  handleRowDescription(): void {}

  handleDataRow({ fields }: { fields: string[] }): void {
    this.#answer = fields[0];
  }

  handleCommandComplete(_message: unknown, wire: Wire): void {
    if (this.#decided) return;
    try {
      this.#decided = this.#talk.decide(this.#answer!);
      this.#send(wire, this.#decided.write, 'sync');
    } catch (error) {
      this.#fail(error);
      wire.sync();
    }
    this.#listener.onSent();
  }

  handleError(error: Error, wire: Wire): void {
    if (this.#failed) return;
    const writing = this.#decided?.write !== undefined;
    if (!isDatabaseAway(error)) {
      if (!this.#decided) wire.sync();
      this.#fail(error);
    } else if (writing) {
      this.#fail(
        new OutcomeUnknown('the connection broke while a batch was being committed', { cause: error }),
      );
    } else {
      this.#fail(new NothingDone('the connection broke before a batch was written', { cause: error }));
    }
    this.#listener.onSent();
  }

  handleReadyForQuery(): void {
    if (!this.#failed) this.#listener.onDone(this.#decided!.result);
  }

  /** One write to the socket, however many messages: each wakes Postgres. */
  #send(wire: Wire, bound: Bound | undefined, end: 'flush' | 'sync'): void {
    this.name = bound?.name;
    this.text = bound?.text;
    wire.stream.cork();
    try {
      if (bound) {
        if (wire.parsedStatements[bound.name] === undefined) wire.parse(bound);
        wire.bind({ statement: bound.name, values: bound.values });
        wire.execute();
      }
      wire[end]();
    } finally {
      wire.stream.uncork();
    }
  }

  #fail(error: unknown): void {
    this.#failed = true;
    this.#listener.onFailed(error);
  }
}

interface Held {
  readonly client: Promise<PoolClient>;
  users: number;
  broken: boolean;
}

/**
 * Holds one conversation after the other on one connection of the pool, which it has only while there is something to say. The next may
 * start once all of the one before is sent: its locks are then taken as soon as that one has committed, while its answers are still
 * on their way to those who asked.
 */
export const createLane = (pool: Pool) => {
  let held: Held | undefined;
  let turn: Promise<void> = Promise.resolve();

  const release = async (mine: Held): Promise<void> => {
    mine.users -= 1;
    if (held === mine && (mine.broken || mine.users === 0)) held = undefined;
    if (mine.users === 0) (await mine.client).release(mine.broken);
  };

  const converse = async <Result>(talk: Talk<Result>, onSent: () => void): Promise<Result> => {
    let pass: () => void = () => undefined;
    const mineToSpeak = turn;
    turn = new Promise((resolve) => {
      pass = resolve;
    });
    await mineToSpeak;
    held ??= { client: pool.connect(), users: 0, broken: false };
    const mine = held;
    mine.users += 1;
    let client: PoolClient;
    try {
      client = await mine.client;
    } catch (error) {
      held = undefined;
      pass();
      throw new NothingDone('no connection to the database', { cause: error });
    }
    try {
      return await new Promise<Result>((resolve, reject) => {
        const sent = (): void => {
          pass();
          onSent();
        };
        client.query(new Conversation(talk, { onSent: sent, onDone: resolve, onFailed: reject }));
      });
    } catch (error) {
      mine.broken ||= error instanceof NothingDone || error instanceof OutcomeUnknown;
      throw error;
    } finally {
      await release(mine);
    }
  };

  return { converse };
};

export type Lane = ReturnType<typeof createLane>;
