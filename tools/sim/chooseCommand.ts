import {
  BASIS_POINTS,
  type CreateMarketBody,
  type IdempotencyKey,
  MAX_CREDITS,
  MAX_LIQUIDITY,
  MAX_OUTCOMES,
  type MarketId,
  MIN_LIQUIDITY,
  type ResolveMarketBody,
  type UserId,
} from '@mesh-markets/contract';
import { chooseOrder } from './chooseOrder.ts';
import type { Command, KeyedCommand } from './commands.ts';
import { openProposal } from './decideResults.ts';
import { keyFrom } from './draws.ts';
import type { Intent } from './intents.ts';
import type { ModelBooks, ModelMarket } from './model.ts';

/** What somebody who wants something can see when they make up their mind. */
export interface Stage {
  readonly books: ModelBooks;
  /** The database's time, in milliseconds. */
  readonly now: number;
  /** Commands with a key that were given before; some are given again. */
  readonly history: readonly KeyedCommand[];
  /** Whether markets may close within the next moments, which no two runs meet at the same command. */
  readonly closesSoon: boolean;
}

const MOST_PEOPLE = 24;
const MOST_LIVE_MARKETS = 10;
const AUTH_USERS = 40;
const NOBODY = '999999999';
const HOUR = 3_600_000;

/** Accounts of these may be opened twice; the rows must be there for the database. */
export const AUTH_USER_NAMES: readonly string[] = Array.from(
  { length: AUTH_USERS },
  (_, i) => `auth-user-${i}`,
);

const liveMarkets = (books: ModelBooks): ModelMarket[] =>
  [...books.markets.values()].filter((market) => market.state !== 'RESOLVED');

const isOpen = (market: ModelMarket, now: number): boolean =>
  market.state === 'OPEN' && now < market.closesAt;

/** Traders are mostly people with something to spend. */
const choosePerson = ({ verb, who }: Intent, { books }: Stage): UserId => {
  if (who % 64 === 63) return NOBODY as UserId;
  const people = [...books.wallets.keys()];
  const spenders = people.filter((user) => books.wallets.get(user)! > 0);
  // Those who judge for others mostly keep out of markets.
  const traders = spenders.filter((user) => !books.admins.has(user) && !books.moderators.has(user));
  const choice = verb === 'placeTrade' && who % 16 !== 15 && traders.length > 0 ? traders : people;
  return choice[Math.floor(who / 64) % choice.length]!;
};

/** Markets with a result that the verb is about. */
const chooseByResult = (verb: Intent['verb'], books: ModelBooks): ModelMarket[] => {
  const markets = [...books.markets.values()];
  switch (verb) {
    case 'amendProposal':
    case 'withdrawProposal':
      return markets.filter((market) => openProposal(market) !== undefined);
    case 'disputeProposal':
      return markets.filter((market) => market.traders.size > 0 && openProposal(market) !== undefined);
    case 'decideDispute':
      return markets.filter((market) => (openProposal(market)?.disputes.size ?? 0) > 0);
    case 'correctResolution':
    case 'previewCorrection':
      return markets.filter((market) => market.resolutions.length > 0);
    case 'acceptOracle':
    case 'declineOracle':
      return markets.filter(({ asked }) => asked !== undefined);
    case 'stepDownOracle':
      return markets.filter(({ oracle, state }) => oracle !== undefined && state !== 'RESOLVED');
    default:
      return [];
  }
};

/** Mostly a market that is in the state the verb needs. */
const chooseMarket = ({ verb, where }: Intent, { books, now }: Stage): ModelMarket | undefined => {
  const manner = where % 32;
  if (manner === 31) return undefined;
  const meant = chooseByResult(verb, books);
  if (meant.length > 0 && manner < 29) return meant[Math.floor(where / 32) % meant.length];
  const live = liveMarkets(books);
  const fit = live.filter((market) => isOpen(market, now) !== (verb === 'resolveMarket'));
  const markets = manner > 28 ? [...books.markets.values()] : manner > 26 || fit.length === 0 ? live : fit;
  return markets[Math.floor(where / 32) % Math.max(1, markets.length)];
};

const idOf = (market: ModelMarket | undefined): MarketId => market?.id ?? (NOBODY as MarketId);

/** Mostly somebody who may. */
const chooseResolver = (intent: Intent, stage: Stage, market: ModelMarket | undefined): UserId => {
  const manner = intent.choice % 8;
  if (market === undefined || manner === 7) return choosePerson(intent, stage);
  if (manner === 6)
    return [...stage.books.admins, ...stage.books.moderators][intent.who % 3] ?? market.creator;
  return manner === 5 ? (market.oracle ?? market.asked ?? market.creator) : market.creator;
};

const chooseWeights = ({ fraction, outcome, choice }: Intent, outcomes: number): number[] => {
  if (choice % 4 === 0) {
    const even = Math.floor(BASIS_POINTS / outcomes);
    return Array.from({ length: outcomes }, (_, i) =>
      i === 0 ? BASIS_POINTS - even * (outcomes - 1) : even,
    );
  }
  const weights = Array.from({ length: outcomes }, () => 0);
  const first = fraction % (BASIS_POINTS + 1);
  weights[outcome % outcomes] = first;
  weights[(outcome + 1) % outcomes]! += BASIS_POINTS - first;
  return weights;
};

const chooseVerdict = (intent: Intent, market: ModelMarket | undefined): ResolveMarketBody => {
  const outcomes = market?.pools.length ?? 2;
  const outcome = intent.outcome % outcomes;
  switch (intent.amount % 10) {
    case 1:
    case 2:
      return { outcome: 'N_A' };
    case 3:
    case 4:
      return { weights: chooseWeights(intent, outcomes), note: 'Partly.' };
    case 5:
      return { outcome: 'YES' };
    case 6:
      return { outcome: Math.min(MAX_OUTCOMES - 1, outcomes) };
    case 7:
      return { weights: chooseWeights(intent, Math.max(2, outcomes - 1)) };
    default:
      return { outcome };
  }
};

const chooseOdds = (
  { bound, fraction }: Intent,
  outcomes: number,
): CreateMarketBody['initialProbability'] => {
  const manner = bound % 6;
  if (manner < 2) return undefined;
  if (manner < 4 && outcomes === 2) return [0.01, 0.99, 0.5, 0.37, 0.8][fraction % 5]!;
  const weights = Array.from({ length: outcomes }, (_, i) => 1 + ((fraction >>> (i % 24)) % 7));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const odds = weights.map((weight) => weight / total);
  return odds.every((p) => p >= 0.001 && p <= 0.99) ? odds : undefined;
};

/** Long ago, in a moment, within the hours that the clock of a run jumps over, or never in a run. */
const chooseClosing = ({ where }: Intent, { now, closesSoon }: Stage): string => {
  const month = 720 * HOUR;
  const soon = closesSoon ? [40, 200] : [HOUR, HOUR];
  const ahead = [month, month, HOUR, 3 * HOUR, ...soon, -1000, 2 * HOUR, month][where % 9]!;
  return new Date(now + ahead).toISOString();
};

const chooseLiquidity = (intent: Intent, purse: number, outcomes: number): number | undefined => {
  // A fifth of what the payer could afford at even odds, so that several markets fit.
  const affordable = Math.floor(purse / (5 * Math.log(outcomes)));
  const b = [MIN_LIQUIDITY, affordable, 100, undefined, affordable, MIN_LIQUIDITY + 1, MAX_LIQUIDITY][
    intent.amount % 7
  ];
  return b === undefined ? undefined : Math.max(MIN_LIQUIDITY, Math.min(MAX_LIQUIDITY, b));
};

const chooseTerms = (intent: Intent, stage: Stage, creator: UserId): CreateMarketBody => {
  const { books } = stage;
  const count = [0, 0, 0, 2, 3, 5, 17, MAX_OUTCOMES][intent.outcome % 8]!;
  const outcomes = Math.max(2, count);
  const purse = books.settings.subsidyFrom === 'HOUSE' ? books.house : (books.wallets.get(creator) ?? 0);
  const b = chooseLiquidity(intent, purse, outcomes);
  const odds = chooseOdds(intent, outcomes);
  const oracle = [undefined, undefined, choosePerson({ ...intent, who: intent.fraction }, stage)][
    intent.choice % 3
  ];
  return {
    question: `Will number ${intent.fraction} come up?`,
    closesAt: chooseClosing(intent, stage),
    ...(count === 0 ? {} : { outcomes: Array.from({ length: count }, (_, i) => `Answer ${i + 1}`) }),
    ...(b === undefined ? {} : { b }),
    ...(odds === undefined
      ? {}
      : { initialProbability: Array.isArray(odds) || count === 0 ? odds : undefined }),
    ...(oracle === undefined ? {} : { oracleId: oracle }),
  };
};

/** Keeps a run small: people and live markets have a most, and what would go past it becomes something else. */
const fitting = ({ verb }: Intent, { books, now }: Stage): Intent['verb'] => {
  const live = liveMarkets(books);
  if (verb === 'createAccount' && books.wallets.size >= MOST_PEOPLE) return 'getWallet';
  if (verb === 'createMarket' && live.length >= MOST_LIVE_MARKETS) return 'resolveMarket';
  if (verb === 'placeTrade' && !live.some((market) => isOpen(market, now)) && live.length < MOST_LIVE_MARKETS)
    return 'createMarket';
  return verb;
};

/** Mostly somebody with a stake. */
const chooseHolder = (intent: Intent, stage: Stage, market: ModelMarket | undefined): UserId => {
  const holders = [...(market?.traders ?? [])];
  if (holders.length === 0 || intent.choice % 8 === 7) return choosePerson(intent, stage);
  return holders[intent.who % holders.length]!;
};

/** Mostly one of the admins. */
const chooseJudge = (intent: Intent, stage: Stage): UserId => {
  const judges = [...stage.books.admins];
  return intent.choice % 16 === 15 ? choosePerson(intent, stage) : judges[intent.who % judges.length]!;
};

const DECISIONS = ['UPHOLD', 'CHANGE', 'VOID'] as const;

/** What somebody says about the result of a market, before or after it was paid. */
const chooseAboutResult = (
  intent: Intent,
  stage: Stage,
  market: ModelMarket | undefined,
  key: IdempotencyKey | undefined,
) => {
  const verdict = chooseVerdict(intent, market);
  const version = (market && openProposal(market)?.version) ?? 1 + (intent.bound % 2);
  const to = { key, market: idOf(market) };
  const reason = 'It was otherwise.';
  const { verb } = intent;
  switch (verb) {
    case 'amendProposal':
      return { verb, user: chooseResolver(intent, stage, market), ...to, body: { ...verdict, version } };
    case 'withdrawProposal':
      return { verb, user: chooseResolver(intent, stage, market), ...to, body: { version } };
    case 'disputeProposal':
      return { verb, user: chooseHolder(intent, stage, market), ...to, body: { version, reason } };
    case 'decideDispute': {
      const decision = DECISIONS[intent.bound % 3]!;
      const body =
        decision === 'CHANGE' ? { decision, version, reason, ...verdict } : { decision, version, reason };
      return { verb, user: chooseJudge(intent, stage), ...to, body };
    }
    case 'correctResolution':
      return { verb, user: chooseJudge(intent, stage), ...to, body: { ...verdict, reason } };
    case 'previewCorrection':
      return { verb, user: chooseJudge(intent, stage), market: to.market, body: verdict };
    case 'acceptOracle':
    case 'declineOracle':
    case 'stepDownOracle': {
      const user = market?.asked ?? market?.oracle;
      return {
        verb,
        user: user === undefined || intent.choice % 8 === 7 ? choosePerson(intent, stage) : user,
        market: to.market,
      };
    }
    default:
      throw new Error(`${verb} is not about a result`);
  }
};

const chooseNew = (intent: Intent, stage: Stage): Command => {
  const verb = fitting(intent, stage);
  const market = chooseMarket({ ...intent, verb }, stage);
  const user = choosePerson(intent, stage);
  const key = intent.key % 4 === 3 ? undefined : keyFrom(intent.key, intent.fraction);
  switch (verb) {
    case 'placeTrade': {
      const choice = market
        ? chooseOrder(intent, stage.books, market, user)
        : { user, order: { outcome: 0, credits: 1 } };
      return { verb, user: choice.user, key, market: idOf(market), order: choice.order };
    }
    case 'quote': {
      const order = market
        ? chooseOrder(intent, stage.books, market, user).order
        : { outcome: 0, credits: 1 };
      return { verb, market: idOf(market), order };
    }
    case 'createMarket':
      return { verb, user, key, body: chooseTerms(intent, stage, user) };
    case 'closeMarket':
      return { verb, user: chooseResolver(intent, stage, market), key, market: idOf(market) };
    case 'previewResolution': {
      const body = chooseVerdict(intent, market);
      return { verb, user: chooseResolver(intent, stage, market), market: idOf(market), body };
    }
    case 'resolveMarket': {
      const body = chooseVerdict(intent, market);
      return { verb, user: chooseResolver(intent, stage, market), key, market: idOf(market), body };
    }
    case 'createPost':
      return { verb, user, key, body: `Number ${intent.fraction} came up.` };
    case 'createAccount': {
      const authUser = intent.choice % 2 === 0 ? undefined : AUTH_USER_NAMES[intent.choice % AUTH_USERS];
      return { verb, name: 'Ana', authUser };
    }
    case 'fundHouse': {
      const more = [0, 1, 1000, 100_000][intent.amount % 4]!;
      return { verb, total: Math.min(MAX_CREDITS, stage.books.funded + more) };
    }
    case 'getMarket':
      return { verb, market: idOf(market) };
    case 'getWallet':
      return { verb, user };
    case 'closeDueMarkets':
    case 'finishProposals':
      return { verb };
    default:
      return chooseAboutResult({ ...intent, verb }, stage, market, key);
  }
};

/** The command that somebody with this intent gives: a new one, one from before again, or another under the key of one from before. */
export const chooseCommand = (intent: Intent, stage: Stage): Command => {
  const manner = intent.repeat % 20;
  const earlier = stage.history[Math.floor(intent.repeat / 20) % Math.max(1, stage.history.length)];
  if (manner === 19 && earlier) return earlier;
  const command = chooseNew(intent, stage);
  if (manner === 18 && earlier && 'key' in command)
    return { ...command, user: earlier.user, key: earlier.key };
  return command;
};
