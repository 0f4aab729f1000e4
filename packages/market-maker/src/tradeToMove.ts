import { lmsr } from './lmsr.ts';
import { moveTo } from './lmsrFormulas.ts';
import { type CurveState, type Fill, MICRO } from './marketMaker.ts';

/** The trade that brings an outcome's price to where somebody wants it. */
export interface TradeToMove {
  readonly action: 'BUY' | 'SELL';
  readonly fill: Fill;
}

/**
 * The smallest trade in one outcome after which its price has reached `target` in (0, 1), at the credits the server would charge or
 * pay: a buy to lift it, a sale to lower it. Undefined where it stands there already, to a micro-share, and where it would take the sale of
 * more shares than `sellableMicro`. Expects that these shares are part of the state. @throws CurveDomainError
 */
export const tradeToMove = (
  state: CurveState,
  outcome: number,
  target: number,
  sellableMicro: number,
): TradeToMove | undefined => {
  // It checks the arguments, and is negative when the price must fall.
  const direction = lmsr.costToMove(state, outcome, target);
  const { delta } = moveTo(state.liquidity * MICRO, state.sharesMicro, outcome, target);
  const sharesMicro = Math.ceil(Math.abs(delta));
  if (sharesMicro === 0) return undefined;
  if (direction > 0) return { action: 'BUY', fill: lmsr.buyShares(state, outcome, sharesMicro) };
  if (sharesMicro > sellableMicro) return undefined;
  return { action: 'SELL', fill: lmsr.sellShares(state, outcome, sharesMicro) };
};
