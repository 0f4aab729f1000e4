import { describe, expect, test } from 'vitest';
import { paths, safeNext } from './paths.ts';

test('every address of the app', () => {
  const all = Object.entries(paths).map(([name, path]) => `${name} ${path('x1')}`);
  expect(all).toMatchInlineSnapshot(`
    [
      "feed /",
      "markets /markets",
      "market /market/x1",
      "embed /embed/market/x1",
      "ask /ask",
      "wallet /wallet",
      "portfolio /portfolio",
      "leaderboard /leaderboard",
      "profile /u/x1",
      "settings /settings",
      "signIn /sign-in",
      "signUp /sign-up",
      "setup /setup",
    ]
  `);
});

describe('where to go after signing in', () => {
  test.each([
    ['/market/12', '/market/12'],
    ['/market/12?side=YES', '/market/12?side=YES'],
    [undefined, '/'],
    ['', '/'],
    ['https://elsewhere.example', '/'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['/sign-in?next=/wallet', '/'],
    ['/sign-up', '/'],
  ])('%s leads to %s', (next, expected) => {
    expect(safeNext(next)).toBe(expected);
  });
});
