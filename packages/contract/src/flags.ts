import { z } from 'zod';
import { Timestamp, UserSummary } from './market.ts';
import { Handle, SwitchReason } from './text.ts';

/** `predictionMarkets` is rolled out by people; the others are switches that stop something for everybody. */
export const featureNames = ['predictionMarkets', 'trading', 'creation', 'resolution', 'signUp'] as const;
export const FeatureName = z.enum(featureNames).meta({ id: 'FeatureName' });
export type FeatureName = z.infer<typeof FeatureName>;

/** What the one who asks may use now. */
export const Features = z.record(FeatureName, z.boolean()).meta({ id: 'Features' });
export type Features = z.infer<typeof Features>;

const reason = SwitchReason;
const percentage = z.int().min(0).max(100);

export const Flag = z
  .object({
    name: FeatureName,
    enabled: z.boolean(),
    /** Of the people it is on for, besides those listed. */
    percentage,
    allowed: z.array(UserSummary),
    reason: reason.optional(),
    changedAt: Timestamp.optional(),
    /** Absent when it was done at the command line. */
    changedBy: UserSummary.optional(),
  })
  .meta({ id: 'Flag' });
export type Flag = z.infer<typeof Flag>;

export const SetFlagBody = z
  .strictObject({
    enabled: z.boolean().optional(),
    percentage: percentage.optional(),
    /** Handles; the whole list anew. */
    allowed: z.array(Handle).max(1000).optional(),
    reason: reason.optional(),
  })
  .meta({ id: 'SetFlagBody' });
export type SetFlagBody = z.infer<typeof SetFlagBody>;
