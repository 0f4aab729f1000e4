import { expect, test } from 'vitest';
import { invitationState } from './invitationState.ts';

const expiresAt = '2030-01-08T00:00:00.000Z';
const before = Date.parse('2030-01-07T00:00:00.000Z');

test.each([
  ['open', { uses: 2, used: 1 }, before],
  ['used up', { uses: 1, used: 1 }, before],
  ['expired', { uses: 1, used: 0 }, Date.parse(expiresAt)],
  ['revoked', { uses: 1, used: 1, revokedAt: '2030-01-02T00:00:00.000Z' }, before],
] as const)('an invitation is %s', (state, invitation, now) => {
  expect(invitationState({ expiresAt, ...invitation }, now)).toBe(state);
});
