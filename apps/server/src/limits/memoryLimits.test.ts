import { describe, expect, test } from 'vitest';
import { createMemoryLimits } from './memoryLimits.ts';

const setUp = (most = 2) => {
  const clock = { now: 0 };
  const limits = createMemoryLimits(() => clock.now);
  const take = (...keys: string[]) => limits.take(keys.map((key) => ({ key, most, windowMs: 60_000 })));
  return { clock, take };
};

describe('limits in memory', () => {
  test('allow so many per window, which opens with its first use', () => {
    const { clock, take } = setUp();
    clock.now = 5_000;
    expect(take('ann')).toEqual({ allowed: true, levels: [{ used: 1, endsInMs: 60_000 }] });
    clock.now = 35_500;
    expect(take('ann')).toEqual({ allowed: true, levels: [{ used: 2, endsInMs: 29_500 }] });
    expect(take('ann')).toEqual({ allowed: false, levels: [{ used: 2, endsInMs: 29_500 }] });
    clock.now = 65_000;
    expect(take('ann')).toEqual({ allowed: true, levels: [{ used: 1, endsInMs: 60_000 }] });
  });

  test('a minute is sixty seconds at any fraction of a millisecond', () => {
    const { clock, take } = setUp();
    for (let person = 0; person < 1_000; person += 1) {
      clock.now = person * 7.123_456_789;
      expect(take(`${person}`).levels).toEqual([{ used: 1, endsInMs: 60_000 }]);
    }
  });

  test('count each key for itself', () => {
    const { take } = setUp(1);
    expect(take('ann').allowed).toBe(true);
    expect(take('bob').allowed).toBe(true);
    expect(take('ann').allowed).toBe(false);
  });

  test('count in all of several buckets or in none', () => {
    const { take } = setUp(1);
    take('ann');
    expect(take('bob', 'ann')).toMatchObject({ allowed: false, levels: [{ used: 0 }, { used: 1 }] });
    expect(take('bob').allowed).toBe(true);
  });

  test('a refused attempt does not prolong the wait', () => {
    const { clock, take } = setUp(1);
    take('ann');
    clock.now = 59_999;
    expect(take('ann')).toMatchObject({ allowed: false, levels: [{ endsInMs: 1 }] });
    clock.now = 60_000;
    expect(take('ann').allowed).toBe(true);
  });

  test('still limit after more keys than finished windows are kept for', () => {
    const { clock, take } = setUp(1);
    take('ann');
    for (let i = 0; i < 30_000; i += 1) take(`stranger ${i}`);
    expect(take('ann').allowed).toBe(false);
    clock.now = 61_000;
    for (let i = 0; i < 30_000; i += 1) take(`another ${i}`);
    expect(take('ann').allowed).toBe(true);
  });
});
