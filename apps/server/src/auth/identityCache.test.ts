import type { UserId } from '@mesh-markets/contract';
import type { Identity } from '@mesh-markets/engine';
import { describe, expect, test } from 'vitest';
import { createIdentityCache } from './identityCache.ts';

const identity = (more: Partial<Identity> = {}): Identity => ({
  userId: '1' as UserId,
  role: 'user',
  expiresAt: new Date(Date.now() + 60_000),
  ...more,
});

const setUp = (found: Identity | undefined = identity()) => {
  const clock = { now: 0 };
  const asked = { times: 0 };
  const cache = createIdentityCache(10_000, () => clock.now);
  const ask = (token = 't') =>
    cache.getOr(token, async () => {
      asked.times += 1;
      return found;
    });
  return { clock, asked, cache, ask };
};

describe('createIdentityCache', () => {
  test('asks once in ten seconds', async () => {
    const { clock, asked, ask } = setUp();
    expect(await ask()).toMatchObject({ userId: '1' });
    clock.now = 9_999;
    await ask();
    expect(asked.times).toBe(1);
    clock.now = 10_000;
    await ask();
    expect(asked.times).toBe(2);
  });

  test('does not remember that a token is unknown', async () => {
    const asked = { times: 0 };
    const { cache } = setUp();
    for (let i = 0; i < 2; i += 1) {
      await cache.getOr('t', async () => {
        asked.times += 1;
        return undefined;
      });
    }
    expect(asked.times).toBe(2);
  });

  test('does not outlive the session', async () => {
    const { asked, ask } = setUp(identity({ expiresAt: new Date(Date.now() - 1) }));
    await ask();
    await ask();
    expect(asked.times).toBe(2);
  });

  test('forgets at once, a token or a person', async () => {
    const { asked, cache, ask } = setUp();
    await ask('one');
    await ask('two');
    cache.forget('one');
    await ask('one');
    expect(asked.times).toBe(3);
    cache.forgetUser('1' as UserId);
    await ask('one');
    await ask('two');
    expect(asked.times).toBe(5);
  });

  test('an answer that was under way during a sign-out is not kept', async () => {
    const { asked, cache, ask } = setUp();
    const finding = Promise.withResolvers<Identity>();
    const underWay = cache.getOr('t', () => finding.promise);
    cache.forget('t');
    finding.resolve(identity());
    expect(await underWay).toMatchObject({ userId: '1' });
    await ask('t');
    expect(asked.times).toBe(1);
  });

  test('keeps a bounded number of them', async () => {
    const { asked, ask } = setUp();
    for (let i = 0; i <= 10_000; i += 1) await ask(`token ${i}`);
    await ask('token 0');
    expect(asked.times).toBe(10_002);
  });
});
