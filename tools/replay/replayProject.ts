import {
  BASIS_POINTS,
  type Market,
  type MarketId,
  QUESTION_MAX,
  type ResolveMarketBody,
} from '@mesh-markets/contract';
import { compareFinal, type FinalComparison } from './compareFinal.ts';
import type { Instance, Person } from './instance.ts';
import { createProgress, mapConcurrently } from './progress.ts';
import { type ReplayedTrades, replayTrades } from './replayTrades.ts';
import type { Project, SourceMarket } from './source.ts';
import { SCALE } from './tolerances.ts';

/** Hashing a password takes a processor's full attention for a third of a second; more at once gain nothing. */
const SIGN_UPS_AT_ONCE = 4;
const READS_AT_ONCE = 8;
const CLOSES_IN_MS = 30 * 24 * 60 * 60 * 1000;

export interface ProjectResult {
  readonly project: Project;
  readonly people: number;
  readonly trades: ReplayedTrades;
  readonly seconds: number;
  readonly final: FinalComparison | undefined;
  /** Credits of the project's people and in its markets' escrows, before the first trade. */
  readonly creditsBefore: number;
  /** Credits of the project's people and what came back to the house, after the last resolution. */
  readonly creditsAfter: number;
}

/** Questions of the record may be longer than ours; the whole one is in the description. */
const shortened = (question: string): string =>
  question.length <= QUESTION_MAX ? question : `${question.slice(0, QUESTION_MAX - 1).trimEnd()}…`;

const createMarket = async (creator: Person, { question, b }: SourceMarket): Promise<Market> =>
  creator.client.call('createMarket', {
    body: {
      question: shortened(question),
      description: question,
      closesAt: new Date(Date.now() + CLOSES_IN_MS).toISOString(),
      b: b * SCALE,
    },
  });

const resolutionOf = ({ resolution }: SourceMarket): ResolveMarketBody => {
  if (typeof resolution === 'string') return { outcome: resolution };
  const yes = Math.round(resolution * BASIS_POINTS);
  return { weights: [yes, BASIS_POINTS - yes] };
};

const balanceOf = async ({ client }: Person): Promise<number> => (await client.call('getWallet')).balance;

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

const balancesOf = async (people: ReadonlyMap<string, Person>): Promise<Map<string, number>> => {
  const names = [...people.keys()];
  const balances = await mapConcurrently([...people.values()], READS_AT_ONCE, balanceOf);
  return new Map(names.map((name, i) => [name, balances[i]!]));
};

const signUpAll = async (instance: Instance, { name, trades }: Project): Promise<Map<string, Person>> => {
  const names = [...new Set(trades.map(({ user }) => user))];
  const progress = createProgress(`${name} people`, names.length);
  const people = await mapConcurrently(names, SIGN_UPS_AT_ONCE, async (user) => {
    const person = await instance.signUp(user);
    progress.advance();
    return person;
  });
  return new Map(names.map((user, i) => [user, people[i]!]));
};

/** Closes a market early and resolves it as the record says; answers what came back to the house. */
const resolve = async (creator: Person, id: MarketId, market: SourceMarket): Promise<number> => {
  await creator.client.call('closeMarket', { params: { id }, body: { reason: 'It is known.' } });
  const { resolution } = await creator.client.call('resolveMarket', {
    params: { id },
    body: resolutionOf(market),
  });
  return resolution!.returnedCredits;
};

/** Plays one project from its first sign-up to its last resolution, all of it through the API. */
export const replayProject = async (
  instance: Instance,
  creator: Person,
  project: Project,
): Promise<ProjectResult> => {
  const people = await signUpAll(instance, project);
  const opened = await mapConcurrently(project.markets, 1, (market) => createMarket(creator, market));
  const ids = new Map(project.markets.map(({ id }, i) => [id, opened[i]!.id]));
  const start = await balancesOf(people);
  const creditsBefore = sumOf([...start.values()]) + sumOf(opened.map(({ subsidy }) => subsidy));

  const progress = createProgress(`${project.name} trades`, project.trades.length);
  const startedAt = performance.now();
  const trades = await replayTrades(project, people, ids, progress.advance);
  const seconds = (performance.now() - startedAt) / 1000;

  const final =
    project.final &&
    (await compareFinal(project.final, { people, ids, start, end: await balancesOf(people), trades }));
  const returned = await mapConcurrently(project.markets, 1, (market) =>
    resolve(creator, ids.get(market.id)!, market),
  );
  const creditsAfter = sumOf([...(await balancesOf(people)).values()]) + sumOf(returned);
  return { project, people: people.size, trades, seconds, final, creditsBefore, creditsAfter };
};
