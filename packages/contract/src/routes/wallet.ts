import { z } from 'zod';
import { Balance } from '../amounts.ts';
import { CsvText, define } from '../route.ts';
import { LedgerEntry, Portfolio } from '../social.ts';
import { nextCursor, page } from './parts.ts';

export const walletRoutes = define({
  getWallet: {
    method: 'GET',
    path: '/api/wallet',
    access: 'user',
    summary: 'The balance of the signed-in person.',
    answer: z.object({ balance: Balance }),
  },
  getLedger: {
    method: 'GET',
    path: '/api/wallet/ledger',
    access: 'user',
    summary: 'Every movement of the wallet, newest first.',
    query: z.object(page),
    answer: z.object({ entries: z.array(LedgerEntry), nextCursor }),
  },
  exportLedger: {
    method: 'GET',
    path: '/api/wallet/ledger.csv',
    access: 'user',
    summary: 'Every movement of the wallet as a CSV file, newest first.',
    answer: CsvText,
    produces: 'text/csv',
  },
  getPortfolio: {
    method: 'GET',
    path: '/api/portfolio',
    access: 'user',
    needs: ['predictionMarkets'],
    summary: 'Positions with their value now and profit.',
    answer: Portfolio,
  },
  exportPortfolio: {
    method: 'GET',
    path: '/api/portfolio.csv',
    access: 'user',
    needs: ['predictionMarkets'],
    summary: 'Every position, as a CSV file.',
    answer: CsvText,
    produces: 'text/csv',
  },
});
