import { Refusal } from '@mesh-markets/engine';
import { describe, expect, test } from 'vitest';
import { createRateLimit } from './rateLimit.ts';

const rule = { name: 'trades', max: 2, windowSeconds: 60, sentence: 'Slowly.' };

const setUp = (more: Partial<typeof rule> = {}) => {
  const clock = { now: 0 };
  const limit = createRateLimit({ ...rule, ...more }, () => clock.now);
  const take = (key: string) => {
    const headers: Record<string, string> = {};
    try {
      limit.take(key, (name, value) => {
        headers[name] = value;
      });
      return { allowed: true, headers };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { allowed: false, headers, retryAfter: error.retryAfterSeconds, code: error.code };
    }
  };
  return { clock, take };
};

describe('createRateLimit', () => {
  test('allows so many per window and then tells how long to wait', () => {
    const { clock, take } = setUp();
    expect(take('ann')).toEqual({
      allowed: true,
      headers: { 'ratelimit-policy': '"trades";q=2;w=60', ratelimit: '"trades";r=1;t=60' },
    });
    clock.now = 30_500;
    expect(take('ann').headers.ratelimit).toBe('"trades";r=0;t=30');
    expect(take('ann')).toMatchObject({ allowed: false, code: 'RATE_LIMITED', retryAfter: 30 });
    clock.now = 60_000;
    expect(take('ann').allowed).toBe(true);
  });

  test('a minute is sixty seconds at any fraction of a millisecond', () => {
    const { clock, take } = setUp();
    for (let person = 0; person < 1_000; person += 1) {
      clock.now = person * 7.123_456_789;
      expect(take(`${person}`).headers.ratelimit).toBe('"trades";r=1;t=60');
    }
  });

  test('counts each key for itself', () => {
    const { take } = setUp({ max: 1 });
    expect(take('ann').allowed).toBe(true);
    expect(take('bob').allowed).toBe(true);
    expect(take('ann').allowed).toBe(false);
  });

  test('a refused attempt does not prolong the wait', () => {
    const { clock, take } = setUp({ max: 1 });
    take('ann');
    clock.now = 59_999;
    expect(take('ann')).toMatchObject({ allowed: false, retryAfter: 1 });
    clock.now = 60_000;
    expect(take('ann').allowed).toBe(true);
  });

  test('0 means no limit and no headers', () => {
    const { take } = setUp({ max: 0 });
    for (let i = 0; i < 100; i += 1) expect(take('ann')).toEqual({ allowed: true, headers: {} });
  });

  test('still limits after more keys than it keeps finished windows for', () => {
    const { clock, take } = setUp({ max: 1 });
    take('ann');
    for (let i = 0; i < 30_000; i += 1) take(`stranger ${i}`);
    expect(take('ann').allowed).toBe(false);
    clock.now = 61_000;
    for (let i = 0; i < 30_000; i += 1) take(`another ${i}`);
    expect(take('ann').allowed).toBe(true);
  });
});
