/** What a position has cost and come to. Whole credits and micro-shares. */
export interface Basis {
  readonly sharesMicro: number;
  /** What the shares still held cost. */
  readonly basis: number;
  /** What was made of the others: proceeds less their cost. */
  readonly realised: number;
}

export const NO_BASIS: Basis = { sharesMicro: 0, basis: 0, realised: 0 };

/** Part of the cost that leaves with the shares sold; rounded down, so what stays is never less than it should be. */
const costOf = (basis: number, sold: number, held: number): number =>
  sold === held ? basis : Number((BigInt(basis) * BigInt(sold)) / BigInt(held));

/**
 * A position after a trade, with the signs of the trade log: shares and credits positive when bought, negative when sold. A purchase adds
 * its cost; a sale takes out the average cost of the shares sold and realises the rest of its proceeds. So
 * `realised = received - paid + basis` holds to the credit after every trade.
 */
export const applyTrade = (held: Basis, sharesMicro: number, credits: number): Basis => {
  if (sharesMicro > 0) {
    return {
      sharesMicro: held.sharesMicro + sharesMicro,
      basis: held.basis + credits,
      realised: held.realised,
    };
  }
  const out = costOf(held.basis, -sharesMicro, held.sharesMicro);
  return {
    sharesMicro: held.sharesMicro + sharesMicro,
    basis: held.basis - out,
    realised: held.realised - credits - out,
  };
};
