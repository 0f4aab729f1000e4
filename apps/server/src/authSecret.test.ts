import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadAuthSecret } from './authSecret.ts';
import { SettingsError } from './settings.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'mesh-markets-secret-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('loadAuthSecret', () => {
  test('takes the setting and writes nothing', () => {
    const dataDir = path.join(directory, 'data');
    expect(loadAuthSecret({ authSecret: 'given', dataDir })).toBe('given');
    expect(readdirSync(directory)).toEqual([]);
  });

  test('makes a secret once that only its owner can read', () => {
    const dataDir = path.join(directory, 'data');
    const secret = loadAuthSecret({ authSecret: undefined, dataDir });
    expect(secret.length).toBeGreaterThanOrEqual(44);
    expect(statSync(path.join(dataDir, 'auth-secret')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['auth-secret']);
    expect(loadAuthSecret({ authSecret: undefined, dataDir })).toBe(secret);
    expect(readFileSync(path.join(dataDir, 'auth-secret'), 'utf8')).toBe(`${secret}\n`);
  });

  test('says what to do when there is no place for it', () => {
    const file = path.join(directory, 'a-file');
    writeFileSync(file, '');
    expect(() => loadAuthSecret({ authSecret: undefined, dataDir: path.join(file, 'data') })).toThrow(
      /AUTH_SECRET is not set, and .* cannot be read or written.*Set AUTH_SECRET/s,
    );
  });

  test('refuses a file that does not hold a secret', () => {
    writeFileSync(path.join(directory, 'auth-secret'), '\n');
    expect(() => loadAuthSecret({ authSecret: undefined, dataDir: directory })).toThrow(SettingsError);
  });
});
