import { KeyScope, mayCall, type Route, routes, scopeOf } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/index.ts';
import { createEngineForKeys } from './engineForKeys.ts';

/** What a key lacks is refused by the engine too, whatever the server has let through. */

let books: TestBooks;
let forKey: ReturnType<typeof createEngineForKeys>;
beforeAll(async () => {
  books = await openTestBooks();
  forKey = createEngineForKeys(books.engine);
});
afterAll(() => books.close());

/** What the server does with verbs of other names: for a person at a browser, for nobody in particular, or out of others on this list. */
const withoutVerb = [
  'claimAdmin',
  'closeMarkets',
  'confirmCodes',
  'endOtherSessions',
  'exportLedger',
  'exportPortfolio',
  'getFeatures',
  'getInstance',
  'getOembed',
  'getPushKey',
  'getSecurity',
  'renewBackupCodes',
  'showUnsubscribe',
  'startCodes',
  'startPasskey',
  'stopCodes',
  'unlinkProvider',
  'unsubscribe',
];

const all = Object.entries<Route>(routes).filter(([name]) => !withoutVerb.includes(name));

const call = async (engine: object, name: string): Promise<unknown> =>
  (engine as Record<string, () => Promise<unknown>>)[name]!();

test('every route is a verb of its name, but those that are known not to be', () => {
  const missing = Object.keys(routes).filter((name) => !(name in books.engine));
  expect(missing.sort()).toEqual(withoutVerb);
});

describe('a key without the scope', () => {
  const forKeys = all.filter(([name, { access }]) => {
    const allowed = mayCall(name, access);
    return allowed.includes('bot') || !allowed.includes('user');
  });
  test.each(forKeys)('is refused by %s', async (name, route) => {
    const scope = scopeOf(name, route);
    const scopes = KeyScope.options.filter((other) => other !== scope);
    const engine = forKey({ scopes, staff: true }, scope);
    await expect(call(engine, name)).rejects.toMatchObject({ code: 'FORBIDDEN', facts: { scope } });
  });
});

describe('any key', () => {
  const inPerson = all.filter(([name, { access }]) => {
    const allowed = mayCall(name, access);
    return allowed.includes('user') && !allowed.includes('bot');
  });
  test.each(inPerson)('is refused by %s, which is done in person', async (name) => {
    const engine = forKey({ scopes: KeyScope.options, staff: true }, 'manage');
    await expect(call(engine, name)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a key that carries no role', () => {
  const byRole = all.filter(([name, { access }]) =>
    mayCall(name, access).every((kind) => kind === 'moderator' || kind === 'admin'),
  );
  test.each(byRole)('is refused by %s', async (name) => {
    const engine = forKey({ scopes: KeyScope.options, staff: false }, 'manage');
    await expect(call(engine, name)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('does not carry your role'),
    });
  });
});

test('a key with the scope does what it may, and is answered without the scope for looking', async () => {
  const ana = await books.person('Ana');
  const { id } = await books.market(await books.person('Maker'));
  const trading = forKey({ scopes: ['trade'], staff: false }, 'trade');
  await trading.followMarket(ana, id);
  expect((await trading.getMarket(id, ana)).market.id).toBe(id);
  const looking = async () => forKey({ scopes: ['trade'], staff: false }, 'read').getMarket(id, ana);
  await expect(looking()).rejects.toMatchObject({ code: 'FORBIDDEN', facts: { scope: 'read' } });
});
