import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lmsr } from './lmsr.ts';
import { type CurveState, type Fill, MICRO } from './marketMaker.ts';
import { liquidity, magnitude, odds } from './testing/arbitraries.ts';
import { escrowCovers } from './testing/exactCost.ts';

const TRADERS = 4;

/** Raw draws; `step` maps them onto whatever the market allows at that moment. */
const draw = fc.record({
  kind: fc.constantFrom('spend', 'shares', 'sell', 'sell', 'sellAll'),
  trader: fc.nat(TRADERS - 1),
  outcome: fc.nat(),
  credits: magnitude(5),
  micro: magnitude(10),
});
type Draw = typeof draw extends fc.Arbitrary<infer T> ? T : never;

interface Market {
  state: CurveState;
  escrow: number;
  readonly held: number[][];
  readonly fills: { readonly verb: 'buyForSpend' | 'buyShares' | 'sellShares'; readonly fill: Fill }[];
}

function step(market: Market, drawn: Draw): void {
  const outcome = drawn.outcome % market.state.sharesMicro.length;
  const held = market.held[drawn.trader]!;
  const owned = held[outcome]!;
  if (drawn.kind === 'spend' || drawn.kind === 'shares') {
    const verb = drawn.kind === 'spend' ? 'buyForSpend' : 'buyShares';
    const fill = lmsr[verb](market.state, outcome, drawn.kind === 'spend' ? drawn.credits : drawn.micro);
    held[outcome] = owned + fill.sharesMicro;
    market.escrow += fill.credits;
    market.state = fill.next;
    market.fills.push({ verb, fill });
  } else if (owned > 0) {
    const fill = lmsr.sellShares(
      market.state,
      outcome,
      drawn.kind === 'sellAll' ? owned : Math.min(owned, drawn.micro),
    );
    held[outcome] = owned - fill.sharesMicro;
    market.escrow -= fill.credits;
    market.state = fill.next;
    market.fills.push({ verb: 'sellShares', fill });
  }
}

function play(b: number, start: readonly number[], draws: readonly Draw[]): Market {
  const { state, subsidyCredits } = lmsr.open(b, start);
  const held = Array.from({ length: TRADERS }, () => start.map(() => 0));
  const market: Market = { state, escrow: subsidyCredits, held, fills: [] };
  for (const drawn of draws) {
    step(market, drawn);
    const largest = market.state.sharesMicro.reduce((a, c) => Math.max(a, c), 0);
    if (BigInt(market.escrow) * BigInt(MICRO) < BigInt(largest)) {
      throw new Error(`escrow ${market.escrow} below ${largest} micro-shares`);
    }
  }
  return market;
}

const game = [liquidity, odds, fc.array(draw, { minLength: 1, maxLength: 60 })] as const;

describe('a market from opening to payout', () => {
  it('always holds C(q), so that every outcome can be paid in full', () => {
    fc.assert(
      fc.property(...game, (b, start, draws) => {
        const { state, escrow, held } = play(b, start, draws);
        expect(escrowCovers(b, state.sharesMicro, escrow)).toBe(true);
        start.forEach((_, winner) => {
          const payout = held.reduce((sum, shares) => sum + Math.floor(shares[winner]! / MICRO), 0);
          expect(payout).toBeLessThanOrEqual(escrow);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('gets all phantom shares and at least the subsidy back when everybody sells out', () => {
    fc.assert(
      fc.property(...game, (b, start, draws) => {
        const market = play(b, start, draws);
        const { phantomMicro, subsidyCredits } = lmsr.open(b, start);
        market.held.forEach((shares, trader) => {
          shares.forEach((_, outcome) => {
            step(market, { kind: 'sellAll', trader, outcome, credits: 1, micro: 1 });
          });
        });
        expect(market.state.sharesMicro).toEqual(phantomMicro);
        expect(market.escrow).toBeGreaterThanOrEqual(subsidyCredits);
      }),
      { numRuns: 150 },
    );
  });

  it('can be re-priced from its log: every fill follows from the state before it', () => {
    fc.assert(
      fc.property(...game, (b, start, draws) => {
        let { state } = lmsr.open(b, start);
        for (const { verb, fill } of play(b, start, draws).fills) {
          const amount = verb === 'buyForSpend' ? fill.credits : fill.sharesMicro;
          const again = lmsr[verb](structuredClone(state), fill.outcome, amount);
          expect(again).toEqual(fill);
          state = again.next;
        }
      }),
      { numRuns: 50 },
    );
  });

  it('survives pumping and dumping one outcome to both ends', () => {
    const { state: opening, subsidyCredits } = lmsr.open(100, [0.5, 0.5]);
    let state = opening;
    let escrow = subsidyCredits;
    for (let round = 0; round < 50; round++) {
      const pump = lmsr.buyForSpend(state, round % 2, 5000);
      const dump = lmsr.sellShares(pump.next, round % 2, pump.sharesMicro);
      state = dump.next;
      escrow += pump.credits - dump.credits;
      expect(escrowCovers(100, pump.next.sharesMicro, escrow + dump.credits)).toBe(true);
    }
    expect(state).toEqual(opening);
    expect(escrow).toBeGreaterThanOrEqual(subsidyCredits);
  });
});
