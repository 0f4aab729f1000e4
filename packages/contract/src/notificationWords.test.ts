import { describe, expect, test } from 'vitest';
import { Notification, NotificationKind } from './notifications.ts';
import { notificationPath, notificationWords } from './notificationWords.ts';

const base = {
  id: '1',
  createdAt: '2026-11-22T20:00:00.000Z',
  times: 1,
  market: { id: '7', question: 'Will it rain?' },
  actor: { id: '3', handle: 'ana', name: 'Ana' },
  figures: {},
};
const of = (kind: string, more: object = {}) => Notification.parse({ ...base, kind, ...more });
const when = (at: string) => `at ${at.slice(11, 16)}`;
const said = (kind: string, more: object = {}) => notificationWords(of(kind, more), when);
const plain = (text: string | undefined) => text?.replaceAll(/\s/g, ' ');

describe('what a resolution says', () => {
  test.each([
    [
      { verdict: 'YES', payout: 170, profit: 120 },
      'You earned ₡ 120',
      'Resolved to YES. ₡ 170 went to your wallet.',
    ],
    [{ verdict: 'Elbe', payout: 0, profit: -1_040 }, 'You lost ₡ 1,040', 'Resolved to “Elbe”.'],
    [
      { verdict: 'YES', payout: 50, profit: 0 },
      'You came out even',
      'Resolved to YES. ₡ 50 went to your wallet.',
    ],
    [{ verdict: 'void', payout: 70, profit: 0 }, 'You were refunded ₡ 70', expect.stringContaining('voided')],
    [
      { verdict: 'void', payout: 0, profit: 0 },
      'A market you hold was voided',
      expect.stringContaining('voided'),
    ],
    [
      { verdict: 'a share of each', payout: 9, profit: 2 },
      'You earned ₡ 2',
      'Resolved to a share of each. ₡ 9 went to your wallet.',
    ],
  ])('%o', (figures, title, detail) => {
    const words = said('MARKET_RESOLVED', { figures });
    expect(plain(words.title)).toBe(title);
    expect(plain(words.detail)).toEqual(detail);
    expect(words.about).toBe('Will it rain?');
  });
});

test('a trade says at what odds, several how many, and never that something is certain', () => {
  const figures = { action: 'BUY', label: 'NO', credits: 50, shares: 83.217, price: 0.6 };
  expect(plain(said('TRADE_EXECUTED', { figures }).title)).toBe('Your trade executed at 60 %');
  expect(plain(said('TRADE_EXECUTED', { figures }).detail)).toBe('Bought 83.22 NO for ₡ 50');
  expect(said('TRADE_EXECUTED', { figures, times: 3 }).title).toBe('3 of your trades executed');
  expect(plain(said('TRADE_EXECUTED', { figures: { ...figures, price: 0.999 } }).title)).toContain('>99 %');
  expect(plain(said('TRADE_EXECUTED', { figures: { ...figures, price: 0.001 } }).title)).toContain('<1 %');
});

test('a moment is said in the words of whoever shows it', () => {
  const figures = { closesAt: '2026-11-23T18:30:00.000Z' };
  expect(said('CLOSES_SOON', { figures }).detail).toBe('Trading ends at 18:30.');
});

test('every kind has words and leads somewhere', () => {
  for (const kind of NotificationKind.options) {
    expect(said(kind).title).not.toBe('');
    expect(notificationPath(of(kind))).toBe('/market/7');
  }
});

test('comments lead to themselves, people to their page', () => {
  const post = { id: '9', commentId: '12' };
  expect(notificationPath(of('REPLY', { post }))).toBe('/market/9#comment-12');
  expect(notificationPath(of('REPLY', { post, market: undefined }))).toBe('/post/9#comment-12');
  expect(notificationPath(of('FOLLOWER', { market: undefined }))).toBe('/u/ana');
  expect(notificationPath(of('TEST'))).toBe('/settings');
});
