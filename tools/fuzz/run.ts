import { addMarket, authSecret, cookieOf, password } from '../../apps/server/tests/fixtures/testServer.ts';
import { createDraws, type Draws } from '../sim/draws.ts';
import { type Actor, type Actors, createActors } from './actors.ts';
import { takeAim } from './aims.ts';
import { codeIn, countReply, noFigures, type OperationFigures } from './figures.ts';
import type { Making } from './fromSchema.ts';
import { createHousekeeping, type Housekeeping } from './housekeeping.ts';
import { faultOf, leakOf, type Reply } from './judge.ts';
import { createMemory, kindOf, type Memory } from './memory.ts';
import { playTricks } from './rawTricks.ts';
import { makeRequest, type Operation, operationsOf, type Request } from './requests.ts';
import { createSecrets, type Secrets } from './secrets.ts';
import { openStage, type Stage } from './stage.ts';

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
  /** How often somebody had to sign up anew, and how often that, or another thing of the run's own, had to be tried again. */
  readonly renewals: number;
  readonly retries: number;
  readonly faults: readonly string[];
  readonly booksClean: boolean;
}

const SELDOM = 0.2;
/** How often an operation is tried; 1 where nothing is said. */
const weights: Readonly<Record<string, number>> = {
  // What moves money, and what it needs.
  placeTrade: 14,
  createMarket: 3,
  quote: 2,
  closeMarket: 3,
  resolveMarket: 5,
  amendProposal: 0.6,
  withdrawProposal: 0.4,
  disputeProposal: 3,
  decideDispute: 2,
  correctResolution: 2,
  startPasskey: 2,
  passkeyOptions: 2,
  createWebhook: 2,
  testWebhook: 2,
  postComment: 2,
  askOracle: 2,
  // These hash a password: as long as five hundred other requests.
  signUp: SELDOM,
  signIn: SELDOM * 2,
  changePassword: SELDOM,
  changeEmail: SELDOM,
  resetPassword: SELDOM,
  setPassword: SELDOM,
  startCodes: SELDOM * 4,
  confirmCodes: SELDOM * 2,
  stopCodes: SELDOM * 2,
  renewBackupCodes: SELDOM,
  secondStep: SELDOM,
  // After these somebody signs up anew.
  signOut: SELDOM,
  endSession: SELDOM,
  setRole: SELDOM,
  // It switches off what all the others try, until the switches are turned back.
  setFlag: SELDOM,
};
const MISCHIEF = [0, 0.05, 0.3];

/** Whose answers have a cookie that is not that of whoever asked. */
const OTHERS_COOKIES = new Set(['signUp', 'signIn', 'secondStep', 'passkeySignIn', 'signOut']);

interface Run {
  readonly stage: Stage;
  readonly actors: Actors;
  readonly housekeeping: Housekeeping;
  readonly operations: readonly Operation[];
  readonly components: Making['components'];
  readonly memory: Memory;
  readonly secrets: Secrets;
  readonly statuses: Record<string, number>;
  readonly figures: Map<string, OperationFigures>;
  readonly faults: string[];
}

const plantCredentials = ({ actors, secrets }: Pick<Run, 'actors' | 'secrets'>): void => {
  for (const { name, person, email } of actors.all()) {
    for (const header of Object.values(person.headers)) secrets.plant(header);
    if (email !== undefined) secrets.plantAddress(email, name);
  }
};

interface Answered {
  readonly reply: Reply;
  readonly cookie: string;
}

const replyTo = async (url: string, request: Request, { person }: Actor): Promise<Answered> => {
  const started = performance.now();
  const response = await fetch(url + request.path, {
    method: request.method,
    headers: { ...request.headers, ...person.headers },
    redirect: 'manual',
    ...(request.body !== undefined && { body: request.body }),
  });
  const text = await response.text();
  const contentType = response.headers.get('content-type') ?? '';
  const seconds = (performance.now() - started) / 1000;
  const cookie = cookieOf({ status: response.status, headers: response.headers, body: text });
  return { reply: { status: response.status, contentType, text, seconds }, cookie };
};

const idIn = (operation: Operation, request: Request): string =>
  request.path.split('?')[0]!.split('/')[operation.path.split('/').indexOf('{id}')]!;

/** A market that is in another state than was thought is forgotten, until an answer names it again. */
const STALE = new Set([
  'MARKET_CLOSED',
  'MARKET_NOT_CLOSED',
  'ALREADY_RESOLVED',
  'NOT_RESOLVED',
  'PROPOSAL_OPEN',
  'PROPOSAL_CHANGED',
  'NOT_ASKED',
]);

/** Markets and posts are not there for a moment where somebody has switched them off. */
const STAYS = new Set(['market', 'post']);

const forgetGone = (
  { memory }: Run,
  operation: Operation,
  actor: Actor,
  request: Request,
  reply: Reply,
): void => {
  const kind = kindOf(operation.path);
  if (STALE.has(codeIn(reply) ?? '')) memory.markets.delete(idIn(operation, request));
  if (!operation.path.includes('/{id}') || STAYS.has(kind)) return;
  const isGone =
    reply.status === 404 ||
    (reply.status < 300 && (operation.method === 'DELETE' || operation.name === 'handleReport'));
  if (isGone) memory.forget(kind, idIn(operation, request), actor.name);
};

/** What the run does about an answer before the next request: it learns, and puts right what the request has broken for others. */
const heed = async (
  run: Run,
  draws: Draws,
  operation: Operation,
  actor: Actor,
  request: Request,
  { reply, cookie }: Answered,
): Promise<void> => {
  const { actors, housekeeping, memory, secrets, stage } = run;
  const code = codeIn(reply);
  if (reply.status < 300) {
    secrets.plantAnswer(operation.name, reply.text);
    memory.learn(operation, actor.name, reply.text);
    if (operation.name === 'createInvitation')
      memory.keep('invitation link', memory.answerOf(actor.name, 'createInvitation')?.token);
    if (operation.name === 'stopCodes') memory.takeAnswer(actor.name, 'confirmCodes');
    if (operation.name === 'hidePost') memory.keep('hidden', idIn(operation, request));
    if (operation.name === 'signIn' && reply.text.includes('"secondStep"')) {
      const owner = actors.all().find(({ email }) => email !== undefined && request.body?.includes(email));
      if (owner !== undefined) memory.steps.set(owner.name, cookie);
    }
    if (operation.name === 'setFlag') await housekeeping.do('turn switches back', () => stage.turnBack());
    if (cookie !== '' && 'cookie' in actor.person.headers && !OTHERS_COOKIES.has(operation.name)) {
      actors.keepCookie(actor, cookie);
    }
  }
  forgetGone(run, operation, actor, request, reply);
  if (reply.status === 401 && (await housekeeping.renew(actor))) memory.forgetPerson(actor.name);
  const isDemoted = code === 'FORBIDDEN' && (actor.kind === 'admin' || actor.kind === 'moderator');
  if ((code === 'BANNED' && draws.chance(0.3)) || (isDemoted && draws.chance(0.05))) {
    await housekeeping.do(`restore ${actor.name}`, () => actors.restore(actor));
  }
  plantCredentials(run);
};

/** Whether two copies of one command were both done, and not as one. */
const saysOtherwise = ({ headers }: Request, first: Reply, second: Reply): boolean =>
  headers['idempotency-key'] !== undefined &&
  first.status < 300 &&
  second.status < 300 &&
  first.text !== second.text;

const fire = async (run: Run, draws: Draws, operation: Operation): Promise<void> => {
  const { stage, actors, memory, secrets, statuses, faults } = run;
  const figures = run.figures.get(operation.name)!;
  const everybody = actors.all();
  const { actor, market } = takeAim(draws, operation, memory, everybody);
  // One command may arrive twice, at once.
  const copies = operation.isIdempotent && draws.chance(0.05) ? 2 : 1;
  const making: Making = {
    draws,
    memory,
    outside: stage.outside,
    operation,
    actor,
    everybody,
    market,
    components: run.components,
    mischief: draws.pick(MISCHIEF),
  };
  const request = makeRequest(making, operation);
  const what = `${actor.name}: ${request.method} ${request.path.slice(0, 300)} ${request.body?.slice(0, 300) ?? ''}`;
  const complain = (problem: string): void => {
    figures.faults += 1;
    faults.push(`${what}\n    ${problem}`);
  };
  figures.requests += 1;
  let answered: readonly Answered[];
  try {
    answered = await Promise.all(Array.from({ length: copies }, () => replyTo(stage.url(), request, actor)));
  } catch (error) {
    complain(`broke the connection: ${String((error as Error).cause ?? error)}`);
    return;
  }
  const [first, second] = answered as [Answered, Answered?];
  if (second !== undefined && saysOtherwise(request, first.reply, second.reply)) {
    complain(`answered one command in two ways: ${first.reply.text} ${second.reply.text}`);
  }
  const { reply } = first;
  statuses[reply.status] = (statuses[reply.status] ?? 0) + 1;
  countReply(figures, reply);
  const sent = `${request.path}${request.body ?? ''}`;
  const fault = faultOf(reply, sent, operation.statuses);
  if (fault !== undefined) complain(`${fault}: ${reply.text.slice(0, 300)}`);
  const leak = secrets.leakIn(reply.text, {
    operation: operation.name,
    actor: actor.name,
    isAdmin: actor.kind === 'admin',
    sent,
  });
  if (leak !== undefined) complain(leak);
  await heed(run, draws, operation, actor, request, first);
};

/** What clients do that no library would; answers in the words of a fault. */
const faultsOfTricks = async ({ url }: Stage): Promise<string[]> => {
  const tricks = await playTricks(Number(new URL(url()).port));
  return tricks.flatMap(({ trick, status, text }) => {
    const isWrong = (status ?? 400) >= 500 || /^set-cookie: evil/im.test(text);
    const problem = isWrong ? `answered ${text.slice(0, 200)}` : leakOf(text, '');
    return problem === undefined ? [] : [`${trick}\n    ${problem}`];
  });
};

const begin = async (stage: Stage): Promise<Run> => {
  const faults: string[] = [];
  const actors = await createActors(stage);
  const { body: document } = await stage.send('/api/openapi.json');
  const operations = operationsOf(document);
  const memory = createMemory();
  const creator = await stage.engine.createAccount({ name: 'Creator' });
  const { body } = await stage.send(`/api/market/${await addMarket(stage.engine, creator.userId)}`);
  memory.learn(
    { name: 'getMarket', method: 'GET', path: '/api/market/{id}' },
    'visitor',
    JSON.stringify(body),
  );
  const run: Run = {
    stage,
    actors,
    housekeeping: createHousekeeping(stage, actors, faults),
    operations,
    figures: new Map(operations.map(({ name }) => [name, noFigures()])),
    components: document.components.schemas,
    memory,
    secrets: createSecrets(),
    statuses: {},
    faults,
  };
  run.secrets.plant(stage.cronSecret);
  for (const header of Object.values(stage.keeper.headers)) run.secrets.plant(header);
  for (const phrase of [authSecret, password]) run.secrets.plantPhrase(phrase);
  plantCredentials(run);
  return run;
};

/** Chooses operations by their weights. */
const createChoice = (operations: readonly Operation[]): ((draws: Draws) => Operation) => {
  const tickets = operations.flatMap((operation) =>
    Array.from({ length: Math.round((weights[operation.name] ?? 1) / SELDOM) }, () => operation),
  );
  return (draws) => draws.pick(tickets);
};

const prove = async ({ stage, faults }: Run): Promise<boolean> => {
  faults.push(...(await faultsOfTricks(stage)));
  const alive = await stage.send('/healthz');
  if (alive.status !== 200) faults.push('the server no longer answers /healthz');
  await stage.letTimePass();
  const { clean, laws } = await stage.engine.audit();
  for (const law of laws) if (law.broken > 0) faults.push(`broken law: ${law.law}: ${law.examples[0]}`);
  return clean;
};

/** Sends requests made from the server's own OpenAPI document, many at once, then proves the books. */
export const runFuzz = async ({
  seed,
  requests,
  callers = 16,
  onProgress,
}: FuzzOptions): Promise<FuzzReport> => {
  const started = performance.now();
  const stage = await openStage();
  try {
    const run = await begin(stage);
    const choose = createChoice(run.operations);
    const streams = Array.from({ length: callers }, (_, number) => createDraws(seed, number));
    let sent = 0;
    const sendUpTo = async (end: number): Promise<void> => {
      const caller = async (draws: Draws): Promise<void> => {
        while (sent < end) {
          sent += 1;
          if (sent % 1_000 === 0) onProgress?.(sent);
          await fire(run, draws, choose(draws));
        }
      };
      await Promise.all(streams.map(caller));
    };
    await sendUpTo(Math.ceil(requests / 2));
    await stage.startSecondHalf();
    await sendUpTo(requests);
    const booksClean = await prove(run);
    return {
      requests: sent,
      seconds: (performance.now() - started) / 1000,
      operations: run.operations.length,
      statuses: run.statuses,
      figures: run.figures,
      neverDone: [...run.figures].filter(([, { done }]) => done === 0).map(([name]) => name),
      ...run.housekeeping.counts(),
      faults: run.faults,
      booksClean,
    };
  } finally {
    await stage.close();
  }
};
