import { z } from 'zod';
import { UserId } from '../ids.ts';
import { Market } from '../market.ts';
import { WaitingMarket } from '../oracles.ts';
import { define } from '../route.ts';
import { marketParams, nextCursor, page } from './parts.ts';

export const oraclesRoutes = define({
  askOracle: {
    method: 'PUT',
    path: '/api/market/{id}/oracle',
    access: 'user',
    needs: ['predictionMarkets'],
    summary:
      'Asks somebody to decide an open market beside its creator; takes the place of somebody who has not answered. Creator.',
    params: marketParams,
    body: z.strictObject({ oracleId: UserId }),
    answer: Market,
    errors: ['BANNED', 'NOT_FOUND', 'FORBIDDEN', 'MARKET_CLOSED', 'ORACLE_ACCEPTED', 'TOO_MANY_ASKED'],
  },
  withdrawOracle: {
    method: 'DELETE',
    path: '/api/market/{id}/oracle',
    access: 'user',
    needs: ['predictionMarkets'],
    summary: 'Takes back what an oracle was asked and has not answered, while the market is open. Creator.',
    params: marketParams,
    answer: Market,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'MARKET_CLOSED', 'ORACLE_ACCEPTED', 'NOT_ASKED'],
  },
  acceptOracle: {
    method: 'POST',
    path: '/api/market/{id}/oracle/accept',
    access: 'user',
    needs: ['predictionMarkets'],
    summary: 'Agrees to decide a market, beside its creator. Whoever was asked.',
    params: marketParams,
    answer: Market,
    errors: ['BANNED', 'NOT_FOUND', 'FORBIDDEN', 'NOT_ASKED', 'ALREADY_RESOLVED', 'RESOLVERS_DO_NOT_TRADE'],
  },
  declineOracle: {
    method: 'POST',
    path: '/api/market/{id}/oracle/decline',
    access: 'user',
    needs: ['predictionMarkets'],
    summary: 'Declines to decide a market: it stays with its creator. Whoever was asked.',
    params: marketParams,
    answer: Market,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'NOT_ASKED', 'ALREADY_RESOLVED'],
  },
  stepDownOracle: {
    method: 'POST',
    path: '/api/market/{id}/oracle/step-down',
    access: 'user',
    needs: ['predictionMarkets'],
    summary: 'Is no longer the oracle of a market: it stays with its creator. An oracle who has accepted.',
    params: marketParams,
    answer: Market,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'NOT_ASKED', 'ALREADY_RESOLVED'],
  },
  listWaiting: {
    method: 'GET',
    path: '/api/admin/waiting',
    access: 'user',
    summary: 'Closed markets that nobody has resolved, the oldest first. Moderator or admin.',
    query: z.object(page),
    answer: z.object({ markets: z.array(WaitingMarket), nextCursor }),
    errors: ['FORBIDDEN'],
  },
});
