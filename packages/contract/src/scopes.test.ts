import { describe, expect, test } from 'vitest';
import { mayCall } from './permissions.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import { KeyScope, KeyScopes, scopeOf } from './scopes.ts';

const all = Object.entries<Route>(routes);

describe('the table of scopes', () => {
  test.each(all)('says what a key needs for %s, and no write is a look', (name, route) => {
    const scope = scopeOf(name, route);
    expect(KeyScope.options).toContain(scope);
    expect(scope === 'read').toBe(route.method === 'GET' || route.writes === false);
  });

  test('lets a key that only trades do nothing that takes a role, decides a market or changes the account', () => {
    const trading = all.filter(([name, route]) => scopeOf(name, route) === 'trade');
    for (const [name, { access }] of trading) expect(mayCall(name, access), name).toContain('bot');
    const names = trading.map(([name]) => name);
    expect(names).toContain('placeTrade');
    for (const name of ['closeMarket', 'resolveMarket', 'updateMe', 'updateNotificationSettings'])
      expect(names).not.toContain(name);
  });

  test('takes each scope once, and at least one', () => {
    expect(KeyScopes.safeParse(['trade', 'read']).success).toBe(true);
    for (const wrong of [[], ['read', 'read'], ['write'], 'read'])
      expect(KeyScopes.safeParse(wrong).success).toBe(false);
  });
});
