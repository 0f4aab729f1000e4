import type { UserId } from '@mesh-markets/contract';
import { type Fill, lmsr, MICRO } from '@mesh-markets/market-maker';
import { curveOf, type LoggedTrade, type ModelBooks, type ModelMarket, type ModelPosition } from './model.ts';

/** A law that does not hold; the model or the market maker is wrong. */
export class BrokenLaw extends Error {
  override readonly name = 'BrokenLaw';
}

const must = (holds: boolean, law: string): void => {
  if (!holds) throw new BrokenLaw(law);
};

const coversWorstOutcome = ({ escrow, pools }: ModelMarket): boolean =>
  BigInt(escrow) * BigInt(MICRO) >= BigInt(Math.max(...pools));

/** The laws that one command can break by itself: cheap enough to be checked after every one. */
export const checkBalances = (books: ModelBooks): void => {
  let sum = books.issuer + books.house;
  must(books.house >= 0, 'the house is overdrawn');
  for (const [user, balance] of books.wallets) {
    must(Number.isSafeInteger(balance) && balance >= 0, `wallet ${user} holds ${balance}`);
    sum += balance;
  }
  for (const market of books.markets.values()) {
    sum += market.escrow;
    if (market.state === 'RESOLVED') must(market.escrow === 0, `resolved market ${market.id} keeps credits`);
    else must(coversWorstOutcome(market), `market ${market.id} cannot pay its worst outcome`);
  }
  must(sum === 0, `all accounts together sum to ${sum}`);
};

const refill = (market: ModelMarket, pools: number[], trade: LoggedTrade): Fill => {
  const state = curveOf({ ...market, pools });
  if (!trade.byShares) return lmsr.buyForSpend(state, trade.outcome, trade.credits);
  return trade.shares > 0
    ? lmsr.buyShares(state, trade.outcome, trade.shares)
    : lmsr.sellShares(state, trade.outcome, -trade.shares);
};

const addTo = (positions: Map<string, ModelPosition>, { user, outcome, shares, credits }: LoggedTrade) => {
  const before = positions.get(`${user}/${outcome}`) ?? { shares: 0, bought: 0, paid: 0, received: 0 };
  const after = {
    shares: before.shares + shares,
    bought: before.bought + (shares > 0 ? shares : 0),
    paid: before.paid + (credits > 0 ? credits : 0),
    received: before.received - (credits < 0 ? credits : 0),
  };
  must(after.shares >= 0, `user ${user} sold more of outcome ${outcome} than they held`);
  positions.set(`${user}/${outcome}`, after);
};

/** What everybody has had is what the escrow held and what the house stands in for, which is what some have too much. */
const checkCorrections = ({ id, resolutions, had, hadReturn, escrowBefore, covered }: ModelMarket): void => {
  const last = resolutions.at(-1);
  if (last === undefined) return;
  const all = [...had.values()].reduce((sum, credits) => sum + credits, hadReturn);
  must(all === escrowBefore + covered, `market ${id} paid ${all} of ${escrowBefore} and ${covered}`);
  must(last.paid + last.returned === escrowBefore, `the last result of market ${id} gives another sum`);
  must(
    covered === (last.correction?.missing ?? 0),
    `the house stands in for what nobody lacks in market ${id}`,
  );
};

/** Derives a market from its log alone: its fills, pools, positions, escrow and figures. */
const checkLog = (market: ModelMarket): void => {
  const pools = market.pools.map(() => 0);
  const positions = new Map<string, ModelPosition>();
  const traders = new Set<UserId>();
  let [escrow, volume] = [market.subsidy, 0];
  for (const [index, trade] of market.log.entries()) {
    const fill = refill(market, pools, trade);
    const fits = fill.sharesMicro === Math.abs(trade.shares) && fill.credits === Math.abs(trade.credits);
    must(fits, `trade ${market.id}-${index + 1} has another price when priced again`);
    pools[trade.outcome]! += trade.shares;
    escrow += trade.credits;
    volume += Math.abs(trade.credits);
    traders.add(trade.user);
    addTo(positions, trade);
    must(BigInt(escrow) * BigInt(MICRO) >= BigInt(Math.max(...pools)), `market ${market.id} was once short`);
  }
  const [resolution] = market.resolutions;
  must((market.state === 'RESOLVED') === (resolution !== undefined), `market ${market.id} is half resolved`);
  checkCorrections(market);
  if (resolution) escrow -= resolution.paid + resolution.returned;
  must(escrow === market.escrow, `the escrow of market ${market.id} is not what its log says`);
  must(
    pools.every((owned, i) => owned === market.pools[i]),
    `the pools of market ${market.id} are not its trades`,
  );
  must(
    volume === market.volume && traders.size === market.traders.size,
    `market ${market.id} counts its trades wrongly`,
  );
  must(
    market.version === market.log.length + market.touches + { OPEN: 0, CLOSED: 1, RESOLVED: 2 }[market.state],
    `the version of market ${market.id} skipped`,
  );
  must(positions.size === market.positions.size, `market ${market.id} has a position without trades`);
  for (const [key, sums] of positions) {
    const held = market.positions.get(key)!;
    const same =
      held.shares === sums.shares &&
      held.bought === sums.bought &&
      held.paid === sums.paid &&
      held.received === sums.received;
    must(same, `position ${market.id}/${key} is not the sum of its trades`);
  }
};

/** Every law, derived again from the logs. */
export const checkLaws = (books: ModelBooks): void => {
  checkBalances(books);
  for (const market of books.markets.values()) checkLog(market);
  const granted =
    books.wallets.size * books.settings.signupCredits + books.funded + books.issuedForCorrections;
  must(books.issuer === -granted, `the issuer stands at ${books.issuer} after issuing ${granted}`);
};
