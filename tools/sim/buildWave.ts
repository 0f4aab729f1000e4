import { MAX_CREDITS } from '@mesh-markets/contract';
import { chooseCommand, type Stage } from './chooseCommand.ts';
import { type Command, isKeyed, type KeyedCommand } from './commands.ts';
import { openProposal } from './decideResults.ts';
import { createDraws, type Draws } from './draws.ts';
import { drawIntent, type Intent } from './intents.ts';
import type { Lane } from './play.ts';

/** The largest is more than one batch of the trade path takes. */
const SIZES = [1, 4, 12, 25, 40, 60, 150];
export const SERVERS = 2;

/** The same request with its fields in another order, as another client library would send it. */
const reordered = (command: KeyedCommand): KeyedCommand => {
  const turn = (value: object) => Object.fromEntries(Object.entries(value).reverse());
  if (command.verb === 'placeTrade') return { ...command, order: turn(command.order) as never };
  if ('body' in command && typeof command.body === 'object')
    return { ...command, body: turn(command.body) } as KeyedCommand;
  return command;
};

/** Another request under the same key. */
const altered = (command: KeyedCommand): KeyedCommand => {
  if (command.verb === 'placeTrade' && 'credits' in command.order)
    return { ...command, order: { ...command.order, credits: command.order.credits + 1 } };
  return { verb: 'createPost', user: command.user, key: command.key, body: 'Another request.' };
};

/** A close and two verdicts that compete, on a market the wave is about. */
const endOfMarket = (draws: Draws, { books }: Stage): Command[][] => {
  const open = [...books.markets.values()].filter((market) => market.state === 'OPEN');
  const market = open[draws.below(Math.max(1, open.length))];
  if (market === undefined) return [];
  const by = { user: market.creator, market: market.id };
  const close: Command = { verb: 'closeMarket', ...by };
  const verdict = (outcome: number | 'N_A'): Command => ({ verb: 'resolveMarket', ...by, body: { outcome } });
  return [[close, verdict(draws.below(market.pools.length))], [close], [verdict('N_A')]];
};

/**
 * Everything at once that can become of a result that people have a stake in: proposed where it is not yet, disputed, paid, amended, and decided
 * by two admins.
 */
const fateOfResult = (draws: Draws, { books }: Stage): Command[][] => {
  const traded = [...books.markets.values()].filter(
    ({ traders, state }) => traders.size > 0 && state !== 'RESOLVED',
  );
  const proposed = traded.filter((market) => openProposal(market) !== undefined);
  const from = proposed.length > 0 && draws.chance(0.7) ? proposed : traded;
  const market = from[draws.below(Math.max(1, from.length))];
  const chance = draws.next();
  if (market === undefined) return [];
  const open = openProposal(market);
  const version = open?.version ?? market.proposals.length + 1;
  const to = { market: market.id };
  const reason = 'It was otherwise.';
  const outcome = chance % market.pools.length;
  const by = { user: open?.by ?? market.creator, ...to };
  const before: Command[] = open
    ? []
    : [
        { verb: 'closeMarket', ...by },
        { verb: 'resolveMarket', ...by, body: { outcome } },
      ];
  const disputes = [...market.traders]
    .slice(0, 2)
    .map((user): Command => ({ verb: 'disputeProposal', user, ...to, body: { version, reason } }));
  const decisions = [...books.admins].map(
    (user, i): Command => ({
      verb: 'decideDispute',
      user,
      ...to,
      body:
        i === 0 ? { decision: 'UPHOLD', version, reason } : { decision: 'CHANGE', version, reason, outcome },
    }),
  );
  const other = (outcome + 1) % market.pools.length;
  return [
    [...before, disputes[0]!, decisions[chance % decisions.length]!],
    ...disputes.map((dispute): Command[] => [dispute, ...decisions]),
    [{ verb: 'finishProposals' }, { verb: 'finishProposals' }],
    [{ verb: 'finishProposals' }],
    [{ verb: 'amendProposal', ...by, body: { version, outcome: other } }],
  ];
};

/** Two corrections of one paid result, while those who were paid spend. */
const correctionsAtOnce = (draws: Draws, { books }: Stage): Command[][] => {
  const paid = [...books.markets.values()].filter(({ resolutions }) => resolutions.length > 0);
  const market = paid[draws.below(Math.max(1, paid.length))];
  const elsewhere = [...books.markets.values()].find(({ state }) => state === 'OPEN');
  const chance = draws.next();
  if (market === undefined) return [];
  const corrections = [...books.admins].map((user, i): Command[] => {
    const verdict = (chance + i) % 3 === 0 ? 'N_A' : (chance + i) % market.pools.length;
    return [
      {
        verb: 'correctResolution',
        user,
        market: market.id,
        body: { outcome: verdict, reason: 'It was otherwise.' },
      },
    ];
  });
  const spenders = elsewhere === undefined ? [] : [...market.had.keys(), market.creator].slice(0, 6);
  const purchases = spenders.map((user): Command[] => {
    const credits = Math.max(1, Math.floor((books.wallets.get(user) ?? 0) / (1 + (chance % 3))));
    return [
      {
        verb: 'placeTrade',
        user,
        market: elsewhere!.id,
        order: { outcome: 0, credits: Math.min(credits, MAX_CREDITS) },
      },
      { verb: 'getWallet', user },
    ];
  });
  return [...corrections, ...purchases];
};

/** A command with its duplicates: at the same time at either server, after its answer, and under its key with another body. */
const withDuplicates = (draws: Draws, command: Command): Command[][] => {
  const lanes: Command[][] = [[command]];
  // Every draw is made whatever the command is, so that the next command finds the stream where it would be.
  const [copies, again, other] = [draws.below(12), draws.chance(0.08), draws.chance(0.05)];
  if (!isKeyed(command)) return lanes;
  for (let copy = 9; copy < copies; copy += 1) lanes.push([reordered(command)]);
  if (again) lanes[0]!.push(command);
  if (other) lanes.push([altered(command)]);
  return lanes;
};

/** Half of the intents of some waves go for one market, or are one person's: the hot spots where races happen. */
const heated = (draws: Draws, intents: readonly Intent[]): Intent[] => {
  const [where, who, hotMarket, hotPerson] = [
    draws.next(),
    draws.next(),
    draws.chance(0.6),
    draws.chance(0.4),
  ];
  return intents.map((intent, i) => ({
    ...intent,
    ...(hotMarket && i % 2 === 0 ? { where: where - (where % 32) } : {}),
    ...(hotPerson && i % 3 === 0 ? { who: who - (who % 64) } : {}),
  }));
};

/** The lanes of a wave: a function of the seed, the number of the wave and what the books hold when it begins. */
export const buildWave = (seed: number, wave: number, stage: Stage, most: number): Lane[] => {
  const draws = createDraws(seed, wave);
  const size = Math.min(most, draws.pick(SIZES));
  const ends = draws.chance(0.1);
  const [disputes, corrects] = [draws.chance(0.4), draws.chance(0.25)];
  const intents = heated(
    draws,
    Array.from({ length: size }, () => drawIntent(draws)),
  );
  const lanes = intents.flatMap((intent) => withDuplicates(draws, chooseCommand(intent, stage)));
  const all = [
    ...lanes,
    ...(ends ? endOfMarket(draws, stage) : []),
    ...(disputes ? fateOfResult(draws, stage) : []),
    ...(corrects ? correctionsAtOnce(draws, stage) : []),
  ];
  return draws.shuffle(all).map((commands) => ({ server: draws.below(SERVERS), commands }));
};
