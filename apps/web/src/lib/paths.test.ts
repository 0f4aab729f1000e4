import { describe, expect, test } from 'vitest';
import { paths, safeNext } from './paths.ts';

test('every address of the app', () => {
  const all = Object.entries(paths).map(([name, path]) => `${name} ${path('x1')}`);
  expect(all).toMatchInlineSnapshot(`
    [
      "feed /",
      "markets /markets",
      "market /market/x1",
      "post /post/x1",
      "topic /topic/x1",
      "search /search",
      "embed /embed/market/x1",
      "ask /ask",
      "wallet /wallet",
      "portfolio /portfolio",
      "leaderboard /leaderboard",
      "profile /u/x1",
      "followers /u/x1/followers",
      "following /u/x1/following",
      "transparency /transparency",
      "settings /settings",
      "notifications /notifications",
      "signIn /sign-in",
      "signUp /sign-up",
      "forgotPassword /forgot-password",
      "resetPassword /reset-password",
      "verifyEmail /verify-email",
      "setup /setup",
      "admin /admin",
      "webhooks /admin/webhooks",
      "reports /admin/reports",
      "disputes /admin/disputes",
      "people /admin/people",
      "waiting /admin/waiting",
      "log /admin/log",
      "invitations /admin/invitations",
      "flags /admin/flags",
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
    ['/\t/elsewhere.example', '/'],
    ['/\n\\elsewhere.example', '/'],
    ['\t//elsewhere.example', '/'],
    ['/.//elsewhere.example', '/'],
    ['/market/../..//elsewhere.example', '/'],
    ['/@elsewhere.example', '/@elsewhere.example'],
    ['javascript:alert(1)', '/'],
    ['/market/12#comment-5', '/market/12#comment-5'],
    ['/sign-in?next=/wallet', '/'],
    ['/sign-up', '/'],
  ])('%s leads to %s', (next, expected) => {
    expect(safeNext(next)).toBe(expected);
  });
});
