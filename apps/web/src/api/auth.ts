import { ApiError, NetworkError } from '@mesh-markets/client';
import { Problem } from '@mesh-markets/contract';

/*
 * Signing up, in and out are the auth library's own routes, outside the contract's table; refusals are problem
 * documents like everywhere else.
 */

const post = async (path: string, body: Record<string, string>): Promise<void> => {
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
  if (response.ok) return;
  const problem = Problem.safeParse(await response.json().catch(() => undefined));
  throw problem.success
    ? new ApiError(problem.data, Number(response.headers.get('retry-after')) || undefined)
    : new NetworkError(`The server answered ${response.status} without saying why.`);
};

export const signUp = (account: { name: string; email: string; password: string }): Promise<void> =>
  post('/sign-up/email', account);

export const signIn = (account: { email: string; password: string }): Promise<void> =>
  post('/sign-in/email', account);

export const changePassword = (change: { currentPassword: string; newPassword: string }): Promise<void> =>
  post('/change-password', change);

export const signOut = (): Promise<void> => post('/sign-out', {});
