import { cutAtEveryBoundary } from './boundaries.ts';
import { clocksApart } from './clocks.ts';
import { fullDisk } from './fullDisk.ts';
import { idleSockets } from './idleSockets.ts';
import { killedWhilePaying } from './payouts.ts';
import { redisGone } from './redisGone.ts';
import type { Result } from './report.ts';
import { slowClients } from './slowClients.ts';
import type { Stage } from './stage.ts';

/** How much is to be done. */
export interface Wanted {
  readonly commands: number;
  readonly sockets: number;
  /** The name of one fault, where not all are wanted. */
  readonly only: string | undefined;
}

/** A fault that brings its own servers or clients. */
export interface Trial {
  readonly name: string;
  readonly run: (stage: Stage, wanted: Wanted) => Promise<Result>;
}

export const trials: readonly Trial[] = [
  { name: 'clocks apart', run: clocksApart },
  { name: 'Redis gone', run: redisGone },
  { name: 'slow clients', run: slowClients },
  { name: 'idle sockets', run: idleSockets },
  { name: 'session ended inside a command', run: (stage) => cutAtEveryBoundary(stage) },
  {
    name: 'server killed inside a payout',
    run: (stage) => killedWhilePaying(stage, { whom: 'server', every: 5 }),
  },
  {
    name: 'Postgres killed inside a payout',
    run: (stage) => killedWhilePaying(stage, { whom: 'Postgres', every: 20 }),
  },
  { name: 'disk of the WAL full', run: (_, { commands }) => fullDisk('log', commands) },
  { name: 'disk of the database full', run: (_, { commands }) => fullDisk('tables', commands) },
];
