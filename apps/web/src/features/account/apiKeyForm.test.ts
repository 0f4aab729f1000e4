import { describe, expect, test } from 'vitest';
import { bodyOf, DATE, emptyDraft, NEVER, scopeHint } from './apiKeyForm.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('a new key', () => {
  test('reads and trades for 90 days unless something else is chosen', () => {
    expect(bodyOf({ ...emptyDraft, name: 'Bot' }, now)).toEqual({
      name: 'Bot',
      scopes: ['read', 'trade'],
      expiresAt: '2026-05-30T12:00:00.000Z',
    });
  });

  test('ends with the chosen day, where the person is', () => {
    const { expiresAt } = bodyOf({ ...emptyDraft, ends: DATE, date: '2026-04-02' }, now);
    expect(new Date(expiresAt!).toString()).toContain('Apr 02 2026 23:59:59');
  });

  test('never ends, or asks for a day where none is named', () => {
    expect(bodyOf({ ...emptyDraft, ends: NEVER }, now).expiresAt).toBeUndefined();
    expect(bodyOf({ ...emptyDraft, ends: DATE }, now).expiresAt).toBe('');
  });

  test('tells staff that it carries their role', () => {
    expect(scopeHint('manage', 'user')).not.toContain('admin');
    expect(scopeHint('manage', 'admin')).toContain('as an admin');
    expect(scopeHint('manage', 'moderator')).toContain('as a moderator');
    expect(scopeHint('trade', 'admin')).not.toContain('admin');
  });
});
