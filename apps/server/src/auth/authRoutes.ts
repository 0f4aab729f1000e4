import { DisplayName, Me, type Route } from '@mesh-markets/contract';
import { z } from 'zod';

const Email = z
  .string()
  .trim()
  .max(254, 'Must be at most 254 characters.')
  .pipe(z.email('Must be an e-mail address.'));
const NewPassword = z
  .string()
  .min(10, 'Must be at least 10 characters.')
  .max(128, 'Must be at most 128 characters.');
const GivenPassword = z.string().min(1, 'Must not be empty.').max(128, 'Must be at most 128 characters.');

/**
 * The accounts part of the API: the auth library's addresses, in the shape of the contract's routes so that they are
 * checked, documented and refused alike. The session itself is only ever in the cookie, where no script can read it.
 */
export const authRoutes = {
  signUp: {
    method: 'POST',
    path: '/api/auth/sign-up/email',
    access: 'anyone',
    needs: ['signUp'],
    summary: 'Makes an account with its sign-up credits, and signs in.',
    body: z.strictObject({ name: DisplayName, email: Email, password: NewPassword }),
    answer: Me,
    status: 201,
  },
  signIn: {
    method: 'POST',
    path: '/api/auth/sign-in/email',
    access: 'anyone',
    summary: 'Signs in: the answer sets the session cookie.',
    body: z.strictObject({ email: Email, password: GivenPassword, rememberMe: z.boolean().optional() }),
    answer: Me,
  },
  signOut: {
    method: 'POST',
    path: '/api/auth/sign-out',
    access: 'anyone',
    summary: 'Ends the session of the cookie, if there is one.',
    body: z.strictObject({}).optional(),
    answer: z.null(),
    status: 204,
  },
  getSession: {
    method: 'GET',
    path: '/api/auth/get-session',
    access: 'anyone',
    summary: 'Who is signed in, or null. Extends a session that is in use.',
    answer: z.object({ user: Me, expiresAt: z.iso.datetime() }).nullable(),
  },
  changePassword: {
    method: 'POST',
    path: '/api/auth/change-password',
    access: 'user',
    summary: 'Changes the password and signs out everywhere else.',
    body: z.strictObject({ currentPassword: GivenPassword, newPassword: NewPassword }),
    answer: Me,
    errors: ['FORBIDDEN'],
  },
} as const satisfies Record<string, Route>;

export type AuthRoutes = typeof authRoutes;
