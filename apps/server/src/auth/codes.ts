import { hash } from 'node:crypto';
import { Refusal } from '@mesh-markets/engine';
import type { RouteHandler, Services } from '../api/handler.ts';
import { InvalidRequest } from '../http/httpErrors.ts';
import { ask, codeOf, headersOf } from './askLibrary.ts';
import { plainCode } from './codeSettings.ts';
import { type Person, type PersonalCall, personOf, requirePassword, requireRecent } from './recent.ts';

const WRONG_CODES = new Set(['INVALID_CODE', 'INVALID_BACKUP_CODE']);
const OVER = new Set([
  'INVALID_TWO_FACTOR_COOKIE',
  'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE',
  'ACCOUNT_TEMPORARILY_LOCKED',
]);

const refusalOf = (error: unknown): unknown => {
  const code = codeOf(error) ?? codeOf((error as Error).cause) ?? '';
  if (WRONG_CODES.has(code)) {
    const message = 'This code is not right. Type the one the app shows now.';
    return new InvalidRequest([{ path: 'code', message }]);
  }
  if (code === 'TOTP_NOT_ENABLED')
    return new Refusal('NOT_FOUND', 'No app waits for its first code. Start again.');
  if (OVER.has(code))
    return new Refusal('UNAUTHENTICATED', 'This took too long. Sign in again from the start.');
  return error;
};

/**
 * Looks at a code once it is counted. `check` says whether it is right.
 * @throws Refusal RATE_LIMITED, InvalidRequest (wrong, or typed before)
 */
export const useCode = async <Answer>(
  { engine }: Services,
  authUserId: string,
  typed: string,
  check: (code: string, ofApp: boolean) => Promise<Answer>,
): Promise<Answer> => {
  const { code, ofApp } = plainCode(typed);
  const id = await engine.takeCode(authUserId, hash('sha256', code, 'buffer'));
  try {
    const answer = await check(code, ofApp);
    await engine.codeWorked(id);
    return answer;
  } catch (error) {
    throw refusalOf(error);
  }
};

/** In the session of somebody signed in: a code of the app or a backup code. */
const checkCode = (call: PersonalCall, services: Services, person: Person, typed: string) =>
  useCode(services, person.authUserId, typed, (code, ofApp) => {
    const { verifyTOTP, verifyBackupCode } = services.auth.api;
    const given = { body: { code }, headers: headersOf(call.request) };
    return ofApp ? verifyTOTP(given) : verifyBackupCode({ ...given, body: { code, disableSession: true } });
  });

/** Whoever changes what a sign-in takes gets a new session, and every other one ends. */
const startAnew = async (
  { caller, request, reply }: PersonalCall,
  { auth, engine, sessions, apiKeys }: Services,
  { authUserId, token }: Person,
): Promise<void> => {
  const begun = await ask(reply, () =>
    auth.api.beginSession({
      body: { userId: authUserId, replaces: token },
      headers: headersOf(request),
      returnHeaders: true,
    }),
  );
  await engine.noteEnrolment(authUserId, begun.token);
  sessions.forgetUser(caller.userId);
  apiKeys.forgetUser(caller.userId);
};

/** A person with a password types it again; one without must have signed in just now. */
const proveOneself = async (
  call: PersonalCall,
  services: Services,
  person: Person,
  password: string | undefined,
): Promise<void> => {
  const facts = await services.engine.loginFacts(person.authUserId, undefined);
  if (facts.password) await requirePassword(call, services, password);
  else await requireRecent(call, services);
};

const requireOn = async ({ engine }: Services, { authUserId }: Person): Promise<void> => {
  if (!(await engine.loginFacts(authUserId, undefined)).codes)
    throw new Refusal('NOT_FOUND', 'Codes are not on.');
};

const requireOff = async ({ engine }: Services, { authUserId }: Person): Promise<void> => {
  if ((await engine.loginFacts(authUserId, undefined)).codes)
    throw new Refusal('ALREADY_ON', 'Codes are on already. Turn them off first to use another app.');
};

const withPassword = (password: string | undefined) => (password === undefined ? {} : { password });

const UNIQUE_VIOLATION = '23505';

export const startCodes: RouteHandler<'startCodes'> = async (call, services) => {
  const { body, caller, request, reply } = call;
  const person = personOf(caller);
  await requireOff(services, person);
  await proveOneself(call, services, person, body.password);
  const make = () =>
    ask(reply, () =>
      services.auth.api.enableTwoFactor({
        body: { ...withPassword(body.password), method: 'totp' },
        headers: headersOf(request),
        returnHeaders: true,
      }),
    );
  // The library looks for a secret of theirs, then writes one. Asked twice at once, the second writes over what the first one wrote.
  const made = await make().catch((error: { code?: string }) => {
    if (error.code !== UNIQUE_VIOLATION) throw error;
    return make();
  });
  const uri = 'totpURI' in made ? String(made.totpURI) : '';
  return { uri, secret: new URL(uri).searchParams.get('secret') ?? '' };
};

export const confirmCodes: RouteHandler<'confirmCodes'> = async (call, services) => {
  const { body, caller } = call;
  const person = personOf(caller);
  await requireOff(services, person);
  const { auth } = services;
  const given = { headers: headersOf(call.request) };
  await useCode(services, person.authUserId, body.code, (code, ofApp) => {
    if (!ofApp)
      throw new InvalidRequest([{ path: 'code', message: 'Type the 6 digits that the app shows.' }]);
    return auth.api.verifyTOTP({ ...given, body: { code } });
  });
  await startAnew(call, services, person);
  const { backupCodes } = await auth.api.viewBackupCodes({ body: { userId: person.authUserId } });
  return { backupCodes };
};

export const renewBackupCodes: RouteHandler<'renewBackupCodes'> = async (call, services) => {
  const { body, caller, request } = call;
  const person = personOf(caller);
  await requireOn(services, person);
  await proveOneself(call, services, person, body.password);
  await checkCode(call, services, person, body.code);
  const { backupCodes } = await services.auth.api.generateBackupCodes({
    body: withPassword(body.password),
    headers: headersOf(request),
  });
  return { backupCodes };
};

export const stopCodes: RouteHandler<'stopCodes'> = async (call, services) => {
  const { body, caller, request } = call;
  const person = personOf(caller);
  await requireOn(services, person);
  await proveOneself(call, services, person, body.password);
  await checkCode(call, services, person, body.code);
  await services.auth.api.disableTwoFactor({
    body: withPassword(body.password),
    headers: headersOf(request),
  });
  await startAnew(call, services, person);
  return null;
};
