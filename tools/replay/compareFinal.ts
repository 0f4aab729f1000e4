import type { MarketId } from '@mesh-markets/contract';
import type { Person } from './instance.ts';
import type { Comparison, ReplayedTrades } from './replayTrades.ts';
import type { SourceFinal } from './source.ts';
import { FINAL_BALANCE_TOKENS, SCALE } from './tolerances.ts';

/** Where everybody stood when trading had ended and nothing was resolved, against the record. */
export interface FinalComparison {
  /** In credits. A person's every trade may have been rounded, so the allowance grows with them. */
  readonly balances: readonly Comparison[];
  /** Shares of YES less shares of NO, in our shares. */
  readonly holdings: readonly Comparison[];
}

interface Standing {
  readonly people: ReadonlyMap<string, Person>;
  readonly ids: ReadonlyMap<string, MarketId>;
  readonly start: ReadonlyMap<string, number>;
  readonly end: ReadonlyMap<string, number>;
  readonly trades: ReplayedTrades;
}

/** Half a millionth of a share of rounding on either side. */
const HOLDING_ALLOWED = 1.1e-6;

const netHoldings = async ({ client }: Person): Promise<Map<MarketId, number>> => {
  const net = new Map<MarketId, number>();
  for (const { market, outcome, shares } of (await client.call('getPortfolio')).positions) {
    net.set(market.id, (net.get(market.id) ?? 0) + (outcome === 0 ? shares : -shares));
  }
  return net;
};

export const compareFinal = async (final: SourceFinal, standing: Standing): Promise<FinalComparison> => {
  const { people, ids, start, end, trades } = standing;
  const balances = Object.entries(final.finalBalances)
    .filter(([user]) => people.has(user))
    .map(([user, balance]) => ({
      what: `balance of ${user}`,
      difference: end.get(user)! - start.get(user)! - (balance - final.initialBalance) * SCALE,
      allowed: (trades.allowance.get(user) ?? 0) + FINAL_BALANCE_TOKENS * SCALE,
    }));
  const holdings: Comparison[] = [];
  for (const [user, person] of people) {
    const net = await netHoldings(person);
    for (const { market, netYes } of final.finalNetShares.filter((row) => row.user === user)) {
      const difference = (net.get(ids.get(market)!) ?? 0) - netYes * SCALE;
      holdings.push({ what: `holding of ${user} in ${market}`, difference, allowed: HOLDING_ALLOWED });
    }
  }
  return { balances, holdings };
};
