import { expect, test } from 'vitest';
import { liquiditySteps, nearestStep, openingFacts } from './openingFacts.ts';

test('even odds at b = 1000: b ln 2 rounded up, and a hundred credits move five points', () => {
  const facts = openingFacts(1000, [0.5, 0.5]);
  expect(facts.subsidy).toBe(694);
  expect(facts.moveFrom).toBeCloseTo(0.5, 12);
  expect(Math.round(facts.moveTo * 100)).toBe(55);
});

test('uneven odds cost more, several outcomes too', () => {
  expect(openingFacts(1000, [0.9, 0.1]).subsidy).toBeGreaterThan(2302);
  expect(openingFacts(1000, [0.25, 0.25, 0.25, 0.25]).subsidy).toBe(1387);
});

test.each([
  [1000, 1000],
  [1100, 1000],
  [1_000_000, 100_000],
  [50, 50],
])('the slider stands nearest to %d at %d', (liquidity, step) => {
  expect(liquiditySteps[nearestStep(liquidity)]).toBe(step);
});
