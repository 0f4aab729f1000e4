import { z } from 'zod';

/** A setting that is a whole number, with what it is when nothing is said. */
export const wholeNumber = (min: number, max: number, usual: number) => {
  const sentence = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, sentence)
    .transform(Number)
    .refine((value) => value >= min && value <= max, sentence)
    .optional()
    .transform((value) => value ?? usual);
};
