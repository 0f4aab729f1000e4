import { type CurveState, lmsr, lmsrFormulas, MICRO } from '@mesh-markets/market-maker';
import {
  type Fields,
  integer,
  integers,
  list,
  MalformedVectorError,
  real,
  reals,
  record,
  type VectorCase,
} from './vectorFile.ts';

/** What an operation answers has the shape of the case's `expect`. */
export const LMSR_OPERATIONS = new Map<string, (vector: VectorCase) => Fields>([
  ['prices', prices],
  ['cost', cost],
  ['proceeds', proceeds],
  ['sharesForSpend', sharesForSpend],
  ['priceAfter', priceAfter],
  ['moveTo', moveTo],
  ['maxLoss', maxLoss],
  ['maxLossPrior', maxLossPrior],
  ['buyMicro', buyMicro],
  ['sellMicro', sellMicro],
  ['spendMicro', spendMicro],
  ['sequence', sequence],
]);

function prices(vector: VectorCase): Fields {
  const { b, q } = curve(vector);
  return { prices: lmsrFormulas.prices(b, q), cost: lmsrFormulas.costFunction(b, q) };
}

function cost(vector: VectorCase): Fields {
  const { b, q, i } = tradedCurve(vector);
  const delta = real(vector, 'delta');
  const paid = lmsrFormulas.buyCost(b, q, i, delta);
  return {
    cost: paid,
    priceBefore: lmsrFormulas.price(b, q, i),
    priceAfter: lmsrFormulas.pricesAfter(b, q, i, delta)[i],
    avgPrice: paid / delta,
  };
}

function proceeds(vector: VectorCase): Fields {
  const { b, q, i } = tradedCurve(vector);
  const delta = real(vector, 'delta');
  const received = lmsrFormulas.saleProceeds(b, q, i, delta);
  const after = lmsrFormulas.pricesAfter(b, q, i, -delta)[i];
  return { proceeds: received, priceAfter: after, avgPrice: received / delta };
}

function sharesForSpend(vector: VectorCase): Fields {
  const { b, q, i } = tradedCurve(vector);
  const spend = real(vector, 'spend');
  const shares = lmsrFormulas.sharesForSpend(b, q, i, spend);
  const after = lmsrFormulas.pricesAfter(b, q, i, shares)[i];
  return { shares, priceAfter: after, avgPrice: spend / shares };
}

function priceAfter(vector: VectorCase): Fields {
  const { b, q, i } = tradedCurve(vector);
  return { prices: lmsrFormulas.pricesAfter(b, q, i, real(vector, 'delta')) };
}

function moveTo(vector: VectorCase): Fields {
  const { b, q, i } = tradedCurve(vector);
  return { ...lmsrFormulas.moveTo(b, q, i, real(vector, 'target')) };
}

function maxLoss(vector: VectorCase): Fields {
  const outcomes = integer(vector, 'N');
  const even = new Array<number>(outcomes).fill(1 / outcomes);
  return lossOf(real(vector, 'b'), even);
}

function maxLossPrior(vector: VectorCase): Fields {
  const b = real(vector, 'b');
  const weights = reals(vector, 'weights');
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return {
    ...lossOf(
      b,
      weights.map((weight) => weight / sum),
    ),
    phantomQ: lmsrFormulas.phantomShares(b, weights),
  };
}

function lossOf(b: number, probabilities: readonly number[]): Fields {
  const { subsidyCredits } = lmsr.open(b, probabilities);
  return { maxLoss: lmsr.worstCaseLoss(b, probabilities), subsidyCredits };
}

function buyMicro(vector: VectorCase): Fields {
  const { state, i } = microState(vector);
  const delta = integer(vector, 'deltaMicro');
  return {
    cost: lmsrFormulas.buyCost(state.liquidity * MICRO, state.sharesMicro, i, delta) / MICRO,
    costCredits: lmsr.buyShares(state, i, delta).credits,
  };
}

function sellMicro(vector: VectorCase): Fields {
  const { state, i } = microState(vector);
  const delta = integer(vector, 'deltaMicro');
  return {
    proceeds: lmsrFormulas.saleProceeds(state.liquidity * MICRO, state.sharesMicro, i, delta) / MICRO,
    proceedsCredits: lmsr.sellShares(state, i, delta).credits,
  };
}

function spendMicro(vector: VectorCase): Fields {
  const { state, i } = microState(vector);
  const { liquidity, sharesMicro } = state;
  const spend = integer(vector, 'spendCredits');
  const fill = lmsr.buyForSpend(state, i, spend);
  const floored = integer(vector.expect, 'sharesMicro');
  return {
    shares: lmsrFormulas.sharesForSpend(liquidity * MICRO, sharesMicro, i, spend * MICRO) / MICRO,
    sharesMicro: String(fill.sharesMicro),
    costOfFloored: lmsrFormulas.buyCost(liquidity * MICRO, sharesMicro, i, floored) / MICRO,
  };
}

/** A whole market: trades and set redemptions by a few users, then every way it can be resolved. */
function sequence(vector: VectorCase): Fields {
  const outcomes = integer(vector, 'N');
  const users = list(vector.expect, 'netCredits').length;
  const opening = lmsr.open(real(vector, 'b'), new Array<number>(outcomes).fill(1 / outcomes));
  const market: Market = {
    state: opening.state,
    escrow: opening.subsidyCredits,
    held: Array.from({ length: users }, () => new Array<number>(outcomes).fill(0)),
    netCredits: new Array<number>(users).fill(0),
  };
  const steps = list(vector, 'steps_in').map((step) => perform(market, record(step, 'steps_in')));
  const { liquidity, sharesMicro } = market.state;
  const settle = (payouts: readonly number[]) => ({
    payouts,
    surplus: market.escrow - payouts.reduce((total, payout) => total + payout, 0),
  });
  const bps = integers(record(vector.expect.resolveMkt, 'resolveMkt'), 'bps');
  return {
    subsidyCredits: opening.subsidyCredits,
    steps,
    qMicroFinal: sharesMicro.map(String),
    escrowFinal: market.escrow,
    netCredits: market.netCredits,
    costFunctionFinal: lmsrFormulas.costFunction(liquidity * MICRO, sharesMicro) / MICRO,
    pricesFinal: lmsr.prices(market.state),
    resolve: sharesMicro.map((_, winner) => ({
      winner,
      ...settle(market.held.map((held) => Math.floor(held[winner]! / MICRO))),
    })),
    resolveMkt: { bps, ...settle(market.held.map((held) => fractionalPayout(held, bps))) },
  };
}

interface Market {
  state: CurveState;
  escrow: number;
  readonly held: number[][];
  readonly netCredits: number[];
}

function perform(market: Market, step: Fields): Fields {
  const user = integer(step, 'user');
  const held = market.held[user];
  if (held === undefined) throw new MalformedVectorError(`there is no user ${user}`);
  const result = applyStep(market, step, held);
  market.escrow += result.paid;
  market.netCredits[user]! -= result.paid;
  if (market.state.sharesMicro.some((shares) => BigInt(shares) > BigInt(market.escrow) * BigInt(MICRO))) {
    throw new Error(`the escrow ${market.escrow} no longer covers ${market.state.sharesMicro.join()}`);
  }
  return { ...step, ...result.report, escrow: market.escrow };
}

function applyStep(market: Market, step: Fields, held: number[]): { paid: number; report: Fields } {
  if (step.type === 'redeemSets') {
    const sets = integer(step, 'sets');
    const change = (shares: number) => shares - sets * MICRO;
    market.state = { ...market.state, sharesMicro: market.state.sharesMicro.map(change) };
    for (let j = 0; j < held.length; j++) held[j] = change(held[j]!);
    return { paid: -sets, report: { proceedsCredits: sets } };
  }
  const i = integer(step, 'i');
  switch (step.type) {
    case 'buySpend': {
      const fill = lmsr.buyForSpend(market.state, i, integer(step, 'spendCredits'));
      market.state = fill.next;
      held[i]! += fill.sharesMicro;
      return { paid: fill.credits, report: { sharesMicro: String(fill.sharesMicro) } };
    }
    case 'buyShares': {
      const fill = lmsr.buyShares(market.state, i, integer(step, 'deltaMicro'));
      market.state = fill.next;
      held[i]! += fill.sharesMicro;
      return { paid: fill.credits, report: { costCredits: fill.credits } };
    }
    case 'sell': {
      const fill = lmsr.sellShares(market.state, i, integer(step, 'deltaMicro'));
      market.state = fill.next;
      held[i]! -= fill.sharesMicro;
      return { paid: -fill.credits, report: { proceedsCredits: fill.credits } };
    }
    default:
      throw new MalformedVectorError(`unknown step ${String(step.type)}`);
  }
}

/** Weights in basis points of a credit per share: whole credits, rounded down once per user. */
function fractionalPayout(held: readonly number[], bps: readonly number[]): number {
  const sum = held.reduce((total, shares, j) => total + BigInt(shares) * BigInt(bps[j]!), 0n);
  return Number(sum / (BigInt(MICRO) * 10_000n));
}

function curve(vector: VectorCase): { b: number; q: number[] } {
  return { b: real(vector, 'b'), q: reals(vector, 'q') };
}

function tradedCurve(vector: VectorCase): { b: number; q: number[]; i: number } {
  return { ...curve(vector), i: integer(vector, 'i') };
}

function microState(vector: VectorCase): { state: CurveState; i: number } {
  const state = { liquidity: real(vector, 'b'), sharesMicro: integers(vector, 'qMicro') };
  return { state, i: integer(vector, 'i') };
}
