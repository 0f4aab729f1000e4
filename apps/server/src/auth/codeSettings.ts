import { randomInt } from 'node:crypto';
import { twoFactor } from 'better-auth/plugins/two-factor';

/** Without letters and digits that look alike. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const BACKUP_CODES = 10;
const HALF = 5;

const someLetters = (): string =>
  Array.from({ length: HALF }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** Codes of authenticator apps by the auth library, which keeps secrets and backup codes as ciphertext under the secret of the server. */
export const codesOfApps = (issuer: string) =>
  twoFactor({
    issuer,
    allowPasswordless: true,
    schema: {
      user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
      twoFactor: {
        modelName: 'auth_two_factor',
        fields: {
          backupCodes: 'backup_codes',
          userId: 'user_id',
          failedVerificationCount: 'failed_verification_count',
          lockedUntil: 'locked_until',
        },
      },
    },
    backupCodeOptions: {
      storeBackupCodes: 'encrypted',
      customBackupCodesGenerate: () =>
        Array.from({ length: BACKUP_CODES }, () => `${someLetters()}-${someLetters()}`),
    },
  });

/** As the library compares it: six digits, or a backup code however it was typed. */
export const plainCode = (typed: string): { readonly code: string; readonly ofApp: boolean } => {
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, '');
  if (/^\d{6}$/.test(plain)) return { code: plain, ofApp: true };
  return { code: `${plain.slice(0, HALF)}-${plain.slice(HALF)}`, ofApp: false };
};
