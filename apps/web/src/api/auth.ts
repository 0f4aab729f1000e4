import { ApiError, NetworkError } from '@mesh-markets/client';
import { Problem } from '@mesh-markets/contract';

/*
 * Signing up, in and out are the auth library's own routes, outside the contract's table; refusals are problem
 * documents like everywhere else.
 */

const post = async (path: string, body: Record<string, string>): Promise<unknown> => {
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

export const signUp = (account: {
  name: string;
  email: string;
  password: string;
  invitation?: string;
}): Promise<void> => send('/sign-up/email', account);

export const signIn = (account: { email: string; password: string }): Promise<void> =>
  send('/sign-in/email', account);

export const changePassword = (change: { currentPassword: string; newPassword: string }): Promise<void> =>
  send('/change-password', change);

export const signOut = (): Promise<void> => send('/sign-out');

export const requestPasswordReset = (ask: { email: string }): Promise<void> =>
  send('/request-password-reset', ask);

export const resetPassword = (chosen: { token: string; newPassword: string }): Promise<void> =>
  send('/reset-password', chosen);

export const sendVerification = (): Promise<void> => send('/send-verification-email');

export const verifyEmail = async (link: { token: string }): Promise<{ email: string; granted: number }> =>
  (await post('/verify-email', link)) as { email: string; granted: number };

export const changeEmail = (change: { newEmail: string; currentPassword: string }): Promise<void> =>
  send('/change-email', change);
