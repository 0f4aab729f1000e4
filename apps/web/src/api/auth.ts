import { ApiError, NetworkError } from '@mesh-markets/client';
import { Problem } from '@mesh-markets/contract';
import { askForPasskey } from './passkeys.ts';

/*
 * Signing up, in and out are the auth library's own routes, outside the contract's table; refusals are problem
 * documents like everywhere else.
 */

const post = async (path: string, body: Readonly<Record<string, unknown>>): Promise<unknown> => {
  let response: Response;
  try {
    response = await fetch(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
  } catch (cause) {
    throw new NetworkError('No answer from the server. Check the connection and try again.', { cause });
  }
  if (response.status === 204) return undefined;
  if (response.ok) return response.json();
  const problem = Problem.safeParse(await response.json().catch(() => undefined));
  throw problem.success
    ? new ApiError(problem.data, Number(response.headers.get('retry-after')) || undefined)
    : new NetworkError(`The server answered ${response.status} without saying why.`);
};

const send = async (path: string, body: Record<string, string> = {}): Promise<void> => {
  await post(path, body);
};

/** Says whether somebody is in now, or finds in their mail how it goes on. */
export const signUp = async (account: {
  name: string;
  email: string;
  password: string;
  invitation?: string;
}): Promise<'in' | 'mail'> => {
  const answer = (await post('/sign-up/email', account)) as { inMail?: true };
  return answer.inMail === true ? 'mail' : 'in';
};

/** Says whether a code is asked for now. */
export const signIn = async (account: { email: string; password: string }): Promise<'in' | 'code'> => {
  const answer = (await post('/sign-in/email', account)) as { secondStep?: true };
  return answer.secondStep === true ? 'code' : 'in';
};

export const sendCode = async (step: { code: string; trustDevice: boolean }): Promise<void> => {
  await post('/second-step', step);
};

/** Asks the browser for a passkey and signs in with it. `offered`: only where it is typed into a field. */
export const signInWithPasskey = async (offered: boolean): Promise<void> => {
  const options = await post('/passkey/options', {});
  await post('/passkey', { credential: await askForPasskey(options, offered) });
};

/** Leaves for the other service, which sends the browser back. */
export const startProvider = async (how: {
  next?: string;
  link?: true;
  invitation?: string;
}): Promise<void> => {
  const { url } = (await post('/oidc/start', how)) as { url: string };
  window.location.assign(url);
};

export const changePassword = (change: { currentPassword: string; newPassword: string }): Promise<void> =>
  send('/change-password', change);

export const setPassword = (chosen: { newPassword: string }): Promise<void> => send('/set-password', chosen);

export const signOut = (): Promise<void> => send('/sign-out');

export const requestPasswordReset = (ask: { email: string }): Promise<void> =>
  send('/request-password-reset', ask);

export const resetPassword = (chosen: { token: string; newPassword: string }): Promise<void> =>
  send('/reset-password', chosen);

export const sendVerification = (): Promise<void> => send('/send-verification-email');

export const verifyEmail = async (link: { token: string }): Promise<{ email: string; granted: number }> =>
  (await post('/verify-email', link)) as { email: string; granted: number };

export const changeEmail = (change: { newEmail: string; currentPassword?: string }): Promise<void> =>
  send('/change-email', change);
