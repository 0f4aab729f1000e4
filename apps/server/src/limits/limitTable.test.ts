import { routes } from '@mesh-markets/contract';
import { expect, test } from 'vitest';
import { authRoutes } from '../auth/authRoutes.ts';
import { limitSettings, limitTable } from './limitTable.ts';

const known = new Set([...Object.keys(routes), ...Object.keys(authRoutes)]);

test('names routes that exist, and each setting counts for something', () => {
  for (const { routes: named } of limitTable)
    for (const route of named) expect(known, route).toContain(route);
  const used = new Set(limitTable.map(({ most }) => most));
  for (const setting of Object.keys(limitSettings)) expect(used, setting).toContain(setting);
});

test('every way to write what others read, or to guess a password, has a limit', () => {
  const limited = new Set(limitTable.flatMap(({ routes: named }) => named));
  for (const route of [
    'placeTrade',
    'createMarket',
    'createPost',
    'postComment',
    'editComment',
    'reportPost',
  ]) {
    expect(limited, route).toContain(route);
  }
  for (const route of ['signIn', 'signUp', 'changePassword']) expect(limited, route).toContain(route);
});
