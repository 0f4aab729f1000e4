import { z } from 'zod';
import { Cursor, MarketId } from '../ids.ts';

export const marketParams = z.object({ id: MarketId });
export const limit = (max: number, usual: number) => z.coerce.number().int().min(1).max(max).default(usual);
/** The query of a list that comes in pages. */
export const page = { cursor: Cursor.optional(), limit: limit(100, 20) };
export const nextCursor = Cursor.optional();
