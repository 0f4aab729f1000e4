import { CsvText, define } from '../route.ts';
import { marketParams } from './parts.ts';

export const exportsRoutes = define({
  exportTrades: {
    method: 'GET',
    path: '/api/market/{id}/trades.csv',
    access: 'anyone',
    needs: ['predictionMarkets'],
    summary: 'Every trade of a market as a CSV file, oldest first.',
    params: marketParams,
    answer: CsvText,
    produces: 'text/csv',
    errors: ['NOT_FOUND'],
  },
});
