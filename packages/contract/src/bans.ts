import { z } from 'zod';
import { BanId } from './ids.ts';
import { Timestamp } from './market.ts';

/** What can be taken from somebody: trading; writing posts, comments and questions; closing and resolving markets. */
export const banScopes = ['TRADING', 'POSTING', 'MARKETS'] as const;
export const BanScope = z.enum(banScopes).meta({ id: 'BanScope' });
export type BanScope = z.infer<typeof BanScope>;

/** What the one concerned is told. */
export const OwnBan = z
  .object({
    id: BanId,
    scope: BanScope,
    reason: z.string(),
    /** Absent where it holds until somebody lifts it. */
    until: Timestamp.optional(),
  })
  .meta({ id: 'OwnBan' });
export type OwnBan = z.infer<typeof OwnBan>;
