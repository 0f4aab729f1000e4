import { IdempotencyKey } from '@mesh-markets/contract';
import { expect, test } from 'vitest';
import { newKey } from './newKey.ts';

test('keys are UUIDs that the contract takes, and never the same', () => {
  const keys = Array.from({ length: 1_000 }, newKey);
  for (const key of keys) expect(IdempotencyKey.safeParse(key).success).toBe(true);
  expect(new Set(keys).size).toBe(keys.length);
});
