import { type Features, featureNames, type UserId } from '@mesh-markets/contract';
import { InMemoryProvider, type Provider } from '@openfeature/server-sdk';
import { afterEach, expect, test } from 'vitest';
import { createFeatures, type FeatureGate } from './features.ts';

const ana = '7' as UserId;
const all = (value: boolean) => Object.fromEntries(featureNames.map((name) => [name, value])) as Features;

let gate: FeatureGate | undefined;
afterEach(() => gate?.stop());

const open = (other: Provider | undefined, features = all(true)) => {
  const state = { now: 0, asked: 0, features, warnings: 0 };
  gate = createFeatures({
    engine: {
      featuresOf: async () => {
        state.asked += 1;
        return state.features;
      },
    },
    log: { warn: () => (state.warnings += 1) } as never,
    other,
    now: () => state.now,
  });
  return { state, gate };
};

test('an answer is remembered for a second, and forgotten when a switch is turned', async () => {
  const { state, gate: features } = open(undefined);
  expect(await features.of(ana)).toEqual(all(true));
  state.features = all(false);
  state.now = 999;
  expect(await features.of(ana)).toEqual(all(true));
  state.now = 1_000;
  expect(await features.of(ana)).toEqual(all(false));
  state.features = all(true);
  features.forget();
  expect(await features.of(ana)).toEqual(all(true));
  await expect(features.require(['trading'], ana)).resolves.toBeUndefined();
});

test('who stands behind the switches does not matter as long as they answer', async () => {
  const { gate: features } = open(undefined, { ...all(true), trading: false, creation: false });
  await expect(features.require(['trading'], ana)).rejects.toMatchObject({ code: 'TRADING_DISABLED' });
  await expect(features.require(['creation'], ana)).rejects.toMatchObject({ code: 'FEATURE_DISABLED' });
});

test('somebody else’s provider that fails leaves the decision to ours, and is named once a minute', async () => {
  const broken = new InMemoryProvider({});
  const { state, gate: features } = open(broken, { ...all(true), trading: false });
  for (const now of [0, 6_000, 12_000, 61_000]) {
    state.now = now;
    expect(await features.of(ana)).toEqual({ ...all(true), trading: false });
  }
  expect(state.warnings).toBe(2);
});

test('one that never answers is not waited for', async () => {
  const silent = new InMemoryProvider({});
  silent.resolveBooleanEvaluation = () => new Promise(() => undefined);
  const { state, gate: features } = open(silent);
  expect(await features.of(ana)).toEqual(all(true));
  expect(state.warnings).toBe(1);
});
