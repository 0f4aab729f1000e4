import { z } from 'zod';
import { PasskeyId } from '../ids.ts';
import { define } from '../route.ts';
import { NewPasskeyCredential, Passkey, PasskeyOptions, Security } from '../security.ts';
import { PasskeyName } from '../text.ts';

const password = z.string().min(1, 'Must not be empty.').max(128, 'Must be at most 128 characters.');
const code = z
  .string()
  .trim()
  .min(6, 'Must be the 6 digits of the app, or a backup code.')
  .max(20, 'Must be the 6 digits of the app, or a backup code.');
const backupCodes = z.array(z.string());

/** How one signs in. Only in person: whoever has an API key must not lock its owner out. */
export const securityRoutes = define({
  getSecurity: {
    method: 'GET',
    path: '/api/me/security',
    access: 'user',
    beforeSecondFactor: true,
    summary: 'How the signed-in person signs in.',
    answer: Security,
    errors: ['FORBIDDEN'],
  },
  startCodes: {
    method: 'POST',
    path: '/api/me/codes',
    access: 'user',
    beforeSecondFactor: true,
    summary:
      'Makes the secret for an authenticator app. Nothing changes before a first code of it was typed.',
    body: z.strictObject({ password: password.optional() }),
    answer: z.object({ uri: z.string(), secret: z.string() }),
    errors: ['FORBIDDEN', 'SIGN_IN_AGAIN', 'ALREADY_ON'],
  },
  confirmCodes: {
    method: 'POST',
    path: '/api/me/codes/confirm',
    access: 'user',
    beforeSecondFactor: true,
    summary:
      'Turns codes on with a first one, signs out everywhere else, and shows the backup codes this once.',
    body: z.strictObject({ code }),
    answer: z.object({ backupCodes }),
    errors: ['FORBIDDEN', 'NOT_FOUND', 'ALREADY_ON'],
  },
  renewBackupCodes: {
    method: 'POST',
    path: '/api/me/codes/backup',
    access: 'user',
    summary: 'Makes new backup codes and voids the old ones.',
    body: z.strictObject({ password: password.optional(), code }),
    answer: z.object({ backupCodes }),
    errors: ['FORBIDDEN', 'NOT_FOUND', 'SIGN_IN_AGAIN'],
  },
  stopCodes: {
    method: 'POST',
    path: '/api/me/codes/stop',
    access: 'user',
    summary: 'Turns codes off, with the password and a last code, and signs out everywhere else.',
    body: z.strictObject({ password: password.optional(), code }),
    answer: z.null(),
    status: 204,
    errors: ['FORBIDDEN', 'NOT_FOUND', 'SIGN_IN_AGAIN'],
  },
  startPasskey: {
    method: 'POST',
    path: '/api/me/passkeys/options',
    access: 'user',
    beforeSecondFactor: true,
    summary: 'What the browser needs to make a passkey; good once, for five minutes.',
    body: z.strictObject({ password: password.optional() }),
    answer: PasskeyOptions,
    errors: ['FORBIDDEN', 'SIGN_IN_AGAIN'],
  },
  addPasskey: {
    method: 'POST',
    path: '/api/me/passkeys',
    access: 'user',
    beforeSecondFactor: true,
    summary: 'Adds the passkey that the browser made.',
    body: z.strictObject({ name: PasskeyName, credential: NewPasskeyCredential }),
    answer: Passkey,
    status: 201,
    errors: ['FORBIDDEN', 'PASSKEY_REFUSED'],
  },
  renamePasskey: {
    method: 'PATCH',
    path: '/api/me/passkeys/{id}',
    access: 'user',
    summary: 'Renames a passkey.',
    params: z.object({ id: PasskeyId }),
    body: z.strictObject({ name: PasskeyName }),
    answer: Passkey,
    errors: ['FORBIDDEN', 'NOT_FOUND'],
  },
  removePasskey: {
    method: 'DELETE',
    path: '/api/me/passkeys/{id}',
    access: 'user',
    summary: 'Removes a passkey. Refused for the last way to sign in.',
    params: z.object({ id: PasskeyId }),
    answer: z.null(),
    status: 204,
    errors: ['FORBIDDEN', 'NOT_FOUND', 'SIGN_IN_AGAIN', 'LAST_SIGN_IN'],
  },
  unlinkProvider: {
    method: 'DELETE',
    path: '/api/me/provider',
    access: 'user',
    summary: 'Stops signing in by the other service. Refused for the last way to sign in.',
    answer: z.null(),
    status: 204,
    errors: ['FORBIDDEN', 'NOT_FOUND', 'SIGN_IN_AGAIN', 'LAST_SIGN_IN'],
  },
});
