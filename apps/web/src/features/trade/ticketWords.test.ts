import { ApiError, NetworkError } from '@mesh-markets/client';
import { type ErrorCode, errorCodes } from '@mesh-markets/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAveragePrice,
  formatGain,
  formatMove,
  formatWorstPrice,
  ticketRefusal,
} from './ticketWords.ts';

const refused = (code: ErrorCode, retryAfterSeconds?: number): ApiError =>
  new ApiError({ type: 'about:blank', code, ...errorCodes[code] }, retryAfterSeconds);

describe('prices in words', () => {
  it.each([
    [0.624, '62.4¢'],
    [0.6, '60¢'],
    [0.0042, '0.42¢'],
    [0.99949, '99.9¢'],
  ])('%d is %s', (price, words) => {
    expect(formatAveragePrice(price)).toBe(words);
  });
  it('never writes a bound that is better than what is accepted', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 1, noNaN: true }), (price) => {
        expect(Number.parseFloat(formatWorstPrice('BUY', price))).toBeGreaterThanOrEqual(price * 100 - 1e-6);
        expect(Number.parseFloat(formatWorstPrice('SELL', price))).toBeLessThanOrEqual(price * 100 + 1e-6);
      }),
    );
  });
  it('keeps an exact tenth', () => {
    expect(formatWorstPrice('BUY', 0.063)).toBe('6.3¢');
    expect(formatWorstPrice('SELL', 0.063)).toBe('6.3¢');
  });
  it('writes a move with the decimals it takes to see it', () => {
    expect(formatMove(0.6, 0.65)).toBe('60\u202f% → 65\u202f%');
    expect(formatMove(0.601, 0.603)).toBe('60.1\u202f% → 60.3\u202f%');
    expect(formatMove(0.6, 0.6)).toBe('60\u202f% → 60\u202f%');
    expect(formatMove(0.994, 0.9999)).toBe('99.4\u202f% → >99.9\u202f%');
  });
  it('signs a gain', () => {
    expect(formatGain(0.56)).toBe('+56\u202f%');
    expect(formatGain(-0.02)).toBe('−2\u202f%');
    expect(formatGain(248)).toBe('+24,800\u202f%');
  });
});

describe('ticketRefusal', () => {
  it('sends the same order again after a lost answer, and only then or when the server is in trouble', () => {
    expect(ticketRefusal(new NetworkError('lost')).remedy).toBe('SEND_AGAIN');
    const again = (Object.keys(errorCodes) as ErrorCode[]).filter(
      (code) => ticketRefusal(refused(code)).remedy === 'SEND_AGAIN',
    );
    expect(again).toEqual(['INTERNAL', 'OVERLOADED', 'UNAVAILABLE', 'SHUTTING_DOWN']);
  });
  it('puts a refusal beside the field it is about', () => {
    expect(ticketRefusal(refused('SLIPPAGE'))).toMatchObject({ place: 'PRICE', remedy: 'CONFIRM_AGAIN' });
    expect(ticketRefusal(refused('INSUFFICIENT_CREDITS'))).toMatchObject({ place: 'AMOUNT' });
    expect(ticketRefusal(refused('MARKET_CLOSED'))).toMatchObject({ place: 'ORDER' });
  });
  it('waits as long as the server says', () => {
    expect(ticketRefusal(refused('RATE_LIMITED', 11.2))).toMatchObject({ remedy: 'WAIT', waitSeconds: 12 });
  });
  it('has a sentence for every refusal', () => {
    for (const code of Object.keys(errorCodes) as ErrorCode[]) {
      expect(ticketRefusal(refused(code)).sentence).toMatch(/\.$/);
    }
  });
});
