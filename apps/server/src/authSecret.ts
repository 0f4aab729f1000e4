import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Settings, SettingsError } from './settings.ts';

const readSecret = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Written aside and linked into place: two servers that start together end up with the same, whole secret. */
const makeSecret = (file: string): void => {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(33).toString('base64url')}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
};

/**
 * The secret that signs session cookies: AUTH_SECRET, or one made once and kept in the data directory, so that people stay
 * signed in over a restart.
 * @throws SettingsError when there is neither
 */
export const loadAuthSecret = (settings: Pick<Settings, 'authSecret' | 'dataDir'>): string => {
  if (settings.authSecret !== undefined) return settings.authSecret;
  const file = path.join(settings.dataDir, 'auth-secret');
  let secret: string | undefined;
  try {
    if (readSecret(file) === undefined) makeSecret(file);
    secret = readSecret(file);
  } catch (error) {
    const { message } = error as Error;
    throw new SettingsError([
      `AUTH_SECRET is not set, and ${file} cannot be read or written (${message}). Set AUTH_SECRET, or point DATA_DIR to a directory this user may write.`,
    ]);
  }
  if (secret === undefined || secret.length < 32) {
    throw new SettingsError([
      `${file} does not hold a secret of at least 32 characters. Remove it to have a new one made; everyone then signs in again.`,
    ]);
  }
  return secret;
};
