import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ErrorCode } from '@mesh-markets/contract';
import type { Command, CreateMarketCommand, TradeCommand } from '../sim/commands.ts';

export type FaultCommand = TradeCommand | CreateMarketCommand;

/** What a client learns of its command. Only `answered` and `refused` are an acknowledgement. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: unknown; readonly replayed: boolean }
  | { readonly kind: 'refused'; readonly code: ErrorCode }
  /** The server answered that something went wrong. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** The server is gone and nobody answers. */
  | { readonly kind: 'lost' };

/** A server in a process of its own that can be killed and started again. */
export interface FaultServer {
  /** By which its connections to the database are known. */
  readonly name: string;
  readonly give: (command: FaultCommand) => Promise<Outcome>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Kills it with SIGKILL and waits until it is gone. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Ends it in order. */
  readonly stop: () => Promise<void>;
}

/** An engine alone takes every command there is. */
export interface EngineServer extends FaultServer {
  readonly give: (command: Command) => Promise<Outcome>;
}

/** The connection string under which a server's sessions carry its name. */
export const urlFor = (databaseUrl: string, name: string): string =>
  `${databaseUrl}&application_name=${encodeURIComponent(name)}`;

/** Starts a script and resolves with the first message it sends. */
export const startScript = async <Ready>(
  script: URL,
  given: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<{ child: ChildProcess; ready: Ready }> => {
  const child = fork(script, [], {
    // Flags of a test runner are not for it.
    execArgv: [...flags],
    env: { ...process.env, ...given },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const died = once(child, 'exit').then(() => {
    throw new Error(`${script.pathname} ended before it was ready`);
  });
  const [ready] = (await Promise.race([once(child, 'message'), died])) as [Ready];
  died.catch(() => undefined);
  return { child, ready };
};

const isGone = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Kills for good; a stopped process dies as well. */
export const killChild = async (child: ChildProcess): Promise<void> => {
  if (isGone(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
};

/** Closes its channel, upon which the scripts end in order. */
export const stopChild = async (child: ChildProcess): Promise<void> => {
  if (isGone(child)) return;
  const exited = once(child, 'exit');
  if (child.connected) child.disconnect();
  await exited;
};

interface Reply {
  readonly id: number;
  readonly outcome: Outcome;
}

/** A server that takes commands over the channel to its parent: the engine, and nothing around it. */
export const createEngineServer = async (databaseUrl: string, name: string): Promise<EngineServer> => {
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let child: ChildProcess;
  let lastId = 0;
  const loseAll = () => {
    for (const resolve of waiting.values()) resolve({ kind: 'lost' });
    waiting.clear();
  };
  const start = async () => {
    const script = new URL('./engineServer.ts', import.meta.url);
    const started = await startScript(script, { DATABASE_URL: urlFor(databaseUrl, name) });
    child = started.child;
    child.once('exit', loseAll);
    // A write to a process that has just been killed; its end is noticed by `exit`.
    child.on('error', () => undefined);
    child.on('message', ({ id, outcome }: Reply) => {
      waiting.get(id)?.(outcome);
      waiting.delete(id);
    });
  };
  await start();
  return {
    name,
    give: (command) => {
      if (isGone(child)) return Promise.resolve({ kind: 'lost' });
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        child.send({ id, command }, (error) => {
          if (error) resolve({ kind: 'lost' });
        });
      });
    },
    signal: (signal) => child.kill(signal),
    kill: () => killChild(child),
    start,
    stop: () => stopChild(child),
  };
};
