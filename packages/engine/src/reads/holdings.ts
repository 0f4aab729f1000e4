import type { Holding } from '@mesh-markets/contract';
import { applyTrade, type Basis } from '../reputation/basis.ts';
import { valueNow } from './rows.ts';

/** A position, and what is known of its cost. */
export interface PositionFigures {
  readonly outcome: number;
  readonly sharesMicro: number;
  /** As the statistics have followed it. */
  readonly followedMicro: number;
  readonly basis: number;
  /** Trades that they have not followed yet. */
  readonly pending: [sharesMicro: number, credits: number][] | null;
}

/**
 * What somebody holds in the market of a row m, as JSON of {@link PositionFigures}. The statistics follow a moment behind the books; the
 * trades they lack come along, so that the cost is that of the portfolio at every moment.
 */
export const positionsOf = (person: string): string => `(
  select json_agg(json_build_object('outcome', p.outcome, 'sharesMicro', p.shares_micro,
           'followedMicro', coalesce(b.shares_micro, 0), 'basis', coalesce(b.basis, 0),
           'pending', case when coalesce(followed.seq, 0) < m.seq then (
             select json_agg(json_build_array(t.shares_micro, t.credits) order by t.seq) from trade t
              where t.market_id = m.id and t.user_id = p.user_id and t.outcome = p.outcome and t.seq > coalesce(followed.seq, 0)) end)
         order by p.outcome)
    from position p
    left join market_projection followed on followed.market_id = p.market_id
    left join position_basis b on b.market_id = p.market_id and b.user_id = p.user_id and b.outcome = p.outcome
   where p.market_id = m.id and p.user_id = ${person} and p.shares_micro > 0)`;

/** What shares still held cost, by the moving basis of the log. */
const costOf = ({ followedMicro, basis, pending }: PositionFigures): number =>
  (pending ?? []).reduce<Basis>((held, [shares, credits]) => applyTrade(held, shares, credits), {
    sharesMicro: followedMicro,
    basis,
    realised: 0,
  }).basis;

export const holdingOf = (position: PositionFigures, label: string, probability: number): Holding => ({
  outcome: position.outcome,
  label,
  shares: position.sharesMicro / 1e6,
  costBasis: costOf(position),
  value: valueNow(position.sharesMicro, probability),
});
