import { featureNames } from '@mesh-markets/contract';
import { addMarket, startTestServer, type TestServer } from '../../apps/server/tests/fixtures/testServer.ts';
import { createDraws, type Draws } from '../sim/draws.ts';
import { type Actors, createActors } from './actors.ts';
import type { Making } from './fromSchema.ts';
import { faultOf, leakOf, type Reply } from './judge.ts';
import { playTricks } from './rawTricks.ts';
import { makeRequest, type Operation, operationsOf, type Request } from './requests.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly requests: number;
  readonly callers?: number;
  readonly onProgress?: (sent: number) => void;
}

export interface FuzzReport {
  readonly requests: number;
  readonly seconds: number;
  /** How often each status came. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly operations: number;
  readonly figures: ReadonlyMap<string, OperationFigures>;
  /** Operations that never once did what they are for, which would make the run worth less. */
  readonly neverDone: readonly string[];
  readonly faults: readonly string[];
  readonly booksClean: boolean;
}

/** These hash a password, or end a session whose renewal does: as long as five hundred other requests. */
const SLOW = new Set([
  'signUp',
  'signIn',
  'changePassword',
  'requestPasswordReset',
  'resetPassword',
  'setPassword',
  'secondStep',
  'signOut',
]);
/** It switches off what all the others try, until the switches are turned back. */
const SWITCHES = 'setFlag';
const MISCHIEF = [0, 0.05, 0.3];

const replyTo = async (
  server: TestServer,
  request: Request,
  credentials: Readonly<Record<string, string>>,
): Promise<Reply> => {
  const started = performance.now();
  const response = await fetch(server.url + request.path, {
    method: request.method,
    headers: { ...request.headers, ...credentials },
    redirect: 'manual',
    ...(request.body !== undefined && { body: request.body }),
  });
  const text = await response.text();
  const contentType = response.headers.get('content-type') ?? '';
  return { status: response.status, contentType, text, seconds: (performance.now() - started) / 1000 };
};

/** What one operation answered. */
export interface OperationFigures {
  requests: number;
  done: number;
  refused: number;
  unavailable: number;
  faults: number;
}

const noFigures = (): OperationFigures => ({ requests: 0, done: 0, refused: 0, unavailable: 0, faults: 0 });

const countReply = (figures: OperationFigures, status: number): void => {
  if (status < 400) figures.done += 1;
  else if (status === 503) figures.unavailable += 1;
  else figures.refused += 1;
};

/** Turns every switch on again. */
const turnBack = async ({ engine }: TestServer): Promise<void> => {
  for (const name of featureNames) {
    await engine.setFlag(name, { enabled: true, percentage: 100, allowed: [] });
  }
};

/** Remembers ids that answers named, so that later requests speak of things that exist. */
const createMemory = (marketId: string) => {
  const known: Record<string, string[]> = {
    market: [marketId],
    posts: [marketId],
    handle: ['fuzz', 'boss'],
    cursor: [],
    comments: [],
    keys: [],
  };
  const keep = (kind: string, value: unknown): void => {
    if (typeof value !== 'string') return;
    known[kind] ??= [];
    const list = known[kind];
    if (list.length < 50) list.push(value);
    else list[Number.parseInt(value, 36) % 50 || 0] = value;
  };
  const learn = (path: string, text: string): void => {
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      return;
    }
    if (answer === null || typeof answer !== 'object') return;
    const { id, nextCursor, handle } = answer as Record<string, unknown>;
    keep(path.split('/')[2]?.split('?')[0] ?? 'id', id);
    keep('cursor', nextCursor);
    keep('handle', handle);
  };
  return { known, learn };
};

const chooseOperation = (draws: Draws, operations: readonly Operation[]): Operation => {
  const operation = draws.pick(operations);
  return SLOW.has(operation.name) && !draws.chance(0.02) ? chooseOperation(draws, operations) : operation;
};

interface Run {
  readonly server: TestServer;
  readonly actors: Actors;
  readonly operations: readonly Operation[];
  readonly components: Making['components'];
  readonly memory: ReturnType<typeof createMemory>;
  readonly statuses: Record<string, number>;
  readonly figures: Map<string, OperationFigures>;
  readonly faults: string[];
}

const MOST_TRIES = 200;

/** Nobody can join while somebody's request has switched that off, and for a moment after it was turned back. */
const renewWhenOpen = async ({ actors, server }: Run, name: string): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await actors.renew(name);
      return;
    } catch (error) {
      if (tries === MOST_TRIES || !(error as Error).message.includes('FEATURE_DISABLED')) throw error;
      await turnBack(server);
    }
  }
};

const fire = async (run: Run, draws: Draws): Promise<void> => {
  const { server, actors, memory, statuses, faults } = run;
  const operation = chooseOperation(draws, run.operations);
  const figures = run.figures.get(operation.name)!;
  const making = { draws, components: run.components, known: memory.known, mischief: draws.pick(MISCHIEF) };
  const request = makeRequest(making, operation);
  const { name, person } = actors.choose(draws);
  const what = `${name}: ${request.method} ${request.path.slice(0, 300)} ${request.body?.slice(0, 300) ?? ''}`;
  const complain = (problem: string): void => {
    figures.faults += 1;
    faults.push(`${what}\n    ${problem}`);
  };
  figures.requests += 1;
  let reply: Reply;
  try {
    reply = await replyTo(server, request, person.headers);
  } catch (error) {
    complain(`broke the connection: ${String((error as Error).cause ?? error)}`);
    return;
  }
  statuses[reply.status] = (statuses[reply.status] ?? 0) + 1;
  countReply(figures, reply.status);
  const fault = faultOf(reply, `${request.path}${request.body ?? ''}`, operation.statuses);
  if (fault !== undefined) complain(`${fault}: ${reply.text.slice(0, 300)}`);
  if (reply.status < 300) memory.learn(request.path, reply.text);
  if (operation.name === SWITCHES && reply.status < 300) await turnBack(server);
  if (reply.status === 401 && name !== 'visitor' && name !== 'stranger') await renewWhenOpen(run, name);
};

/** What clients do that no library would; answers in the words of a fault. */
const faultsOfTricks = async ({ url }: TestServer): Promise<string[]> => {
  const tricks = await playTricks(Number(new URL(url).port));
  return tricks.flatMap(({ trick, status, text }) => {
    const isWrong = (status ?? 400) >= 500 || /^set-cookie: evil/im.test(text);
    const problem = isWrong ? `answered ${text.slice(0, 200)}` : leakOf(text, '');
    return problem === undefined ? [] : [`${trick}\n    ${problem}`];
  });
};

/** Sends requests made from the server's own OpenAPI document, many at once, then proves the books. */
export const runFuzz = async ({
  seed,
  requests,
  callers = 16,
  onProgress,
}: FuzzOptions): Promise<FuzzReport> => {
  const started = performance.now();
  const server = await startTestServer({ MARKET_CRON_SECRET: 'a-cron-secret-for-the-fuzzer' });
  try {
    const actors = await createActors(server);
    const creator = await server.engine.createAccount({ name: 'Creator' });
    const marketId = await addMarket(server.engine, creator.userId);
    const { body: document } = await server.send('/api/openapi.json');
    const operations = operationsOf(document);
    const run: Run = {
      server,
      actors,
      operations,
      figures: new Map(operations.map(({ name }) => [name, noFigures()])),
      components: document.components.schemas,
      memory: createMemory(marketId),
      statuses: {},
      faults: [],
    };
    let sent = 0;
    const caller = async (number: number): Promise<void> => {
      const draws = createDraws(seed, number);
      while (sent < requests) {
        sent += 1;
        if (sent % 1_000 === 0) onProgress?.(sent);
        await fire(run, draws);
      }
    };
    await Promise.all(Array.from({ length: callers }, (_, number) => caller(number)));
    run.faults.push(...(await faultsOfTricks(server)));
    const alive = await server.send('/healthz');
    if (alive.status !== 200) run.faults.push('the server no longer answers /healthz');
    const { clean, laws } = await server.engine.audit();
    for (const law of laws) if (law.broken > 0) run.faults.push(`broken law: ${law.law}: ${law.examples[0]}`);
    return {
      requests: sent,
      seconds: (performance.now() - started) / 1000,
      operations: operations.length,
      statuses: run.statuses,
      figures: run.figures,
      neverDone: [...run.figures].filter(([, { done }]) => done === 0).map(([name]) => name),
      faults: run.faults,
      booksClean: clean,
    };
  } finally {
    await server.end();
  }
};
