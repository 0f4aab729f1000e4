import { type Engine, Refusal } from '@mesh-markets/engine';
import { describe, expect, test } from 'vitest';
import type { Books } from './play.ts';
import { type RunOptions, runSeed, SimulationFailure, settingsOf } from './runSeed.ts';

/** The short form, a hundred seeds in all; `npm run sim` runs any number of seeds for any number of steps. */
const SEEDS = [1, 2, 3, 4];
const STEPS = 300;
/** Of the others, ten a test: the first waves of each. */
const TENS = Array.from({ length: 10 }, (_, ten) =>
  Array.from({ length: 10 }, (_, i) => ten * 10 + i + 1).filter((seed) => !SEEDS.includes(seed)),
);
const FEW_STEPS = 60;
const TENS_TIMEOUT_MS = 180_000;

describe('engine and model', () => {
  test.each(SEEDS)('agree on every answer of seed %i', async (seed) => {
    const { steps, tally } = await runSeed({ seed, steps: STEPS, auditEvery: 2 });
    expect(steps).toBeGreaterThanOrEqual(STEPS);
    expect(tally.get('answered placeTrade')).toBeGreaterThan(STEPS / 20);
    expect(tally.get('replayed placeTrade')).toBeGreaterThan(0);
    expect(tally.get('audits')).toBeGreaterThan(0);
  });

  test.each(TENS.map((seeds) => [seeds[0], seeds.at(-1), seeds]))(
    'agree on every answer of seeds %i to %i, for a while',
    async (_first, _last, seeds) => {
      for (const seed of seeds as number[]) {
        const { steps, tally } = await runSeed({ seed, steps: FEW_STEPS, auditEvery: 1_000 });
        expect(steps).toBeGreaterThanOrEqual(FEW_STEPS);
        expect(tally.get('audits')).toBe(1);
      }
    },
    TENS_TIMEOUT_MS,
  );

  test('agree twice in the same way when commands are given one by one', async () => {
    const options = { seed: 5, steps: 100, oneByOne: true };
    const [first, second] = [await runSeed(options), await runSeed(options)];
    expect(second).toEqual(first);
  });

  test('meet creators and houses that pay, and people with little and with much', () => {
    const settings = Array.from({ length: 100 }, (_, seed) => settingsOf(seed));
    expect(new Set(settings.map(({ subsidyFrom }) => subsidyFrom)).size).toBe(2);
    expect(new Set(settings.map(({ signupCredits }) => signupCredits)).size).toBe(4);
  });
});

/** A server that goes wrong in one way at its tenth trade. */
const faulty =
  (
    placeTrade: (
      engine: Engine,
      command: Parameters<Engine['placeTrade']>[0],
    ) => ReturnType<Engine['placeTrade']>,
  ) =>
  (engine: Engine): Books => {
    let trades = 0;
    return {
      ...engine,
      placeTrade: async (command) => {
        trades += 1;
        return trades < 10 ? engine.placeTrade(command) : placeTrade(engine, command);
      },
    };
  };

const unguarded = (sql: string) =>
  `set session_replication_role = replica; ${sql}; set session_replication_role = origin`;

type Sabotage = NonNullable<RunOptions['sabotage']>;

/** What goes wrong, and what the failure must then say. */
const faults: Record<string, Sabotage & { readonly says: RegExp }> = {
  'a fill told with a micro-share too many': {
    says: /engine: (replayed )?\{"trade".*\n {2}model: {2}(done|replayed)/,
    server: faulty(async (engine, command) => {
      const { answer, replayed } = await engine.placeTrade(command);
      return {
        answer: { ...answer, trade: { ...answer.trade, shares: answer.trade.shares + 1e-6 } },
        replayed,
      };
    }),
  },
  'a trade that was done and refused': {
    // Which of the two shows first depends on whether a repetition came in the same wave.
    says: /the log holds trade \d+-\d+, which was answered to nobody|engine: refused OVERLOADED\n {2}model: {2}replayed/,
    server: faulty(async (engine, command) => {
      await engine.placeTrade(command);
      throw new Refusal('OVERLOADED');
    }),
  },
  'a refusal with another reason': {
    says: /engine: refused (NOT_FOUND|FORBIDDEN)\n {2}model: {2}/,
    server: faulty((engine, command) =>
      engine.placeTrade(command).catch((error: Refusal) => {
        throw new Refusal(error.code === 'NOT_FOUND' ? 'FORBIDDEN' : 'NOT_FOUND');
      }),
    ),
  },
  'keys that are not looked at': {
    says: /answered twice as new under one key|engine: .*\n {2}model: {2}(replayed|refused IDEMPOTENCY_MISMATCH)/,
    server: faulty((engine, { idempotencyKey: _, ...command }) => engine.placeTrade(command)),
  },
  'orders for one credit less than asked': {
    says: /engine: (replayed )?\{"trade".*\n {2}model: {2}/,
    server: faulty((engine, { order, ...command }) =>
      engine.placeTrade({
        ...command,
        order: 'credits' in order ? { ...order, credits: Math.max(1, order.credits - 1) } : order,
      }),
    ),
  },
  'a balance changed behind the ledger': {
    says: /the books differ:\n {2}database: wallet 1 holds/,
    beforeCheck: async ({ query }, wave) => {
      if (wave < 2) return;
      await query(
        unguarded(`update account set balance = balance + 1 where kind = 'wallet' and user_id = 1`),
      );
    },
  },
  'a position changed behind the log': {
    says: /the books differ:\n {2}database: position/,
    beforeCheck: async ({ query }) => {
      await query(unguarded('update position set shares_micro = shares_micro - 1 where shares_micro > 0'));
    },
  },
  'a trade lost from the log': {
    says: /the books differ:\n {2}database: trades: \d+\n {2}model: {4}trades: \d+/,
    beforeCheck: async ({ query }) => {
      await query(unguarded('delete from trade where seq = 1'));
    },
  },
};

describe('the simulator notices', () => {
  test.each(Object.entries(faults))('%s', async (_, { says, ...sabotage }) => {
    // One by one, so that the same thing goes wrong first each time.
    const run = runSeed({ seed: 6, steps: 200, oneByOne: true, sabotage });
    await expect(run).rejects.toThrow(SimulationFailure);
    await expect(run).rejects.toThrow(says);
  });
});
