import { costFunction, logOdds, maxLoss, moveTo, phantomShares, price, prices } from './lmsrFormulas.ts';
import { costPerLiquidity, proceedsPerLiquidity, sharesPerLiquidity } from './logOddsTrade.ts';
import {
  CurveDomainError,
  type CurveState,
  type Fill,
  LARGEST_BUY_PER_LIQUIDITY,
  LARGEST_LIQUIDITY,
  type MarketMaker,
  MICRO,
  type Opening,
  SMALLEST_LIQUIDITY,
} from './marketMaker.ts';
import { chargeUp, grantDown, relativeGuard, safeInteger } from './rounding.ts';

/** The smallest normal float64: below it the ratio of two probabilities can overflow. */
const SMALLEST_PROBABILITY = 2 ** -1022;

/**
 * Hanson's logarithmic market scoring rule for any number of outcomes, on integer credits and micro-shares. The
 * formulas are in `lmsrFormulas.ts` and `logOddsTrade.ts`; this file checks arguments, converts units and rounds.
 * Micro-shares are subtracted as integers and divided once by b in micro-credits, which keeps the log-odds exact to
 * the last place at any distance from the origin.
 */
export const lmsr: MarketMaker = {
  name: 'lmsr',
  open,
  prices: pricesOf,
  buyForSpend,
  buyShares,
  sellShares,
  costToMove,
  worstCaseLoss,
};

function open(liquidity: number, probabilities: readonly number[]): Opening {
  checkLiquidity(liquidity);
  checkProbabilities(probabilities);
  const phantomMicro = phantomShares(liquidity, probabilities).map((shares) =>
    safeInteger(Math.round(shares * MICRO), 'number of phantom micro-shares'),
  );
  // The subsidy is taken from the rounded phantom shares, not from the odds: the escrow must cover the state that is
  // stored. b ln N <= C < 2^53 / MICRO + b ln N, so its own error stays within the guard of size C / b.
  const microLiquidity = liquidity * MICRO;
  const credits = costFunction(microLiquidity, phantomMicro) / MICRO;
  const guard = relativeGuard(probabilities.length, 0, credits / liquidity);
  const state = { liquidity, sharesMicro: phantomMicro };
  return { state, phantomMicro, subsidyCredits: chargeUp(credits, guard) };
}

function pricesOf(state: CurveState): number[] {
  checkState(state);
  return prices(state.liquidity * MICRO, state.sharesMicro);
}

function buyForSpend(state: CurveState, outcome: number, spendCredits: number): Fill {
  const { liquidity, sharesMicro } = state;
  checkTrade(state, outcome, spendCredits);
  checkBuy(liquidity, spendCredits);
  const x = logOdds(liquidity * MICRO, sharesMicro, outcome);
  const spend = spendCredits / liquidity;
  const shares = sharesPerLiquidity(x, spend);
  const bought = grantDown(liquidity * MICRO * shares, relativeGuard(sharesMicro.length, x, spend));
  return fill(state, outcome, bought, bought, spendCredits, spend / shares);
}

function buyShares(state: CurveState, outcome: number, sharesMicro: number): Fill {
  const { liquidity } = state;
  checkTrade(state, outcome, sharesMicro);
  checkBuy(liquidity, sharesMicro / MICRO);
  const x = logOdds(liquidity * MICRO, state.sharesMicro, outcome);
  const size = sharesMicro / (liquidity * MICRO);
  const cost = costPerLiquidity(x, size);
  const credits = chargeUp(liquidity * cost, relativeGuard(state.sharesMicro.length, x, size));
  return fill(state, outcome, sharesMicro, sharesMicro, credits, cost / size);
}

function sellShares(state: CurveState, outcome: number, sharesMicro: number): Fill {
  const { liquidity } = state;
  checkTrade(state, outcome, sharesMicro);
  if (sharesMicro > state.sharesMicro[outcome]!) {
    throw new CurveDomainError(`cannot sell ${sharesMicro} of ${state.sharesMicro[outcome]} micro-shares`);
  }
  const x = logOdds(liquidity * MICRO, state.sharesMicro, outcome);
  const size = sharesMicro / (liquidity * MICRO);
  const proceeds = proceedsPerLiquidity(x, size);
  const credits = grantDown(liquidity * proceeds, relativeGuard(state.sharesMicro.length, x, size));
  return fill(state, outcome, sharesMicro, -sharesMicro, credits, proceeds / size);
}

function costToMove(state: CurveState, outcome: number, target: number): number {
  checkState(state);
  checkOutcome(state, outcome);
  if (!(target > 0 && target < 1)) throw new CurveDomainError(`the target ${target} is not inside (0, 1)`);
  return moveTo(state.liquidity * MICRO, state.sharesMicro, outcome, target).cost / MICRO;
}

function worstCaseLoss(liquidity: number, probabilities: readonly number[]): number {
  checkLiquidity(liquidity);
  checkProbabilities(probabilities);
  return maxLoss(liquidity, probabilities);
}

/** Moves `change` micro-shares and describes the trade. The average lies between the two prices by convexity; the
 * clamp only acts on float noise and on averages of trades too small for a float64. */
function fill(
  state: CurveState,
  outcome: number,
  sharesMicro: number,
  change: number,
  credits: number,
  average: number,
): Fill {
  const microLiquidity = state.liquidity * MICRO;
  const nextShares = state.sharesMicro.slice();
  nextShares[outcome] = safeInteger(nextShares[outcome]! + change, 'number of micro-shares');
  const priceBefore = price(microLiquidity, state.sharesMicro, outcome);
  const priceAfter = price(microLiquidity, nextShares, outcome);
  const low = Math.min(priceBefore, priceAfter);
  const high = Math.max(priceBefore, priceAfter);
  return {
    outcome,
    sharesMicro,
    credits,
    priceBefore,
    priceAfter,
    averagePrice: Math.min(high, Math.max(low, average)),
    next: { liquidity: state.liquidity, sharesMicro: nextShares },
  };
}

function checkTrade(state: CurveState, outcome: number, amount: number): void {
  checkState(state);
  checkOutcome(state, outcome);
  if (!Number.isSafeInteger(amount) || amount < 1) {
    throw new CurveDomainError(`the amount ${amount} is not an integer of at least 1`);
  }
}

function checkState({ liquidity, sharesMicro }: CurveState): void {
  checkLiquidity(liquidity);
  if (sharesMicro.length < 2) throw new CurveDomainError('a market needs at least two outcomes');
  for (let j = 0; j < sharesMicro.length; j++) {
    if (!Number.isSafeInteger(sharesMicro[j]) || sharesMicro[j]! < 0) {
      throw new CurveDomainError(`${sharesMicro[j]} is not a number of micro-shares`);
    }
  }
}

function checkOutcome(state: CurveState, outcome: number): void {
  if (!Number.isInteger(outcome) || outcome < 0 || outcome >= state.sharesMicro.length) {
    throw new CurveDomainError(`there is no outcome ${outcome}`);
  }
}

function checkLiquidity(liquidity: number): void {
  if (!(liquidity >= SMALLEST_LIQUIDITY && liquidity <= LARGEST_LIQUIDITY)) {
    throw new CurveDomainError(
      `the liquidity ${liquidity} is not in [${SMALLEST_LIQUIDITY}, ${LARGEST_LIQUIDITY}]`,
    );
  }
}

function checkBuy(liquidity: number, amount: number): void {
  if (amount / liquidity > LARGEST_BUY_PER_LIQUIDITY) {
    throw new CurveDomainError(
      `buying for ${amount} is beyond ${LARGEST_BUY_PER_LIQUIDITY} times the liquidity`,
    );
  }
}

function checkProbabilities(probabilities: readonly number[]): void {
  if (probabilities.length < 2) throw new CurveDomainError('a market needs at least two outcomes');
  let sum = 0;
  for (const probability of probabilities) {
    if (!(probability >= SMALLEST_PROBABILITY && probability < 1)) {
      throw new CurveDomainError(`the probability ${probability} is not inside (0, 1)`);
    }
    sum += probability;
  }
  if (Math.abs(sum - 1) > 1e-9) throw new CurveDomainError(`the probabilities sum to ${sum}, not to 1`);
}
