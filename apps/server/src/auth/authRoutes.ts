import {
  Balance,
  DisplayName,
  EmailAddress,
  LinkToken,
  Me,
  PasskeyCredential,
  PasskeyOptions,
  type Route,
} from '@mesh-markets/contract';
import { z } from 'zod';

const NewPassword = z
  .string()
  .min(10, 'Must be at least 10 characters.')
  .max(128, 'Must be at most 128 characters.');
const GivenPassword = z.string().min(1, 'Must not be empty.').max(128, 'Must be at most 128 characters.');

/** A path of the app itself: the way back from another service leads nowhere else. */
const OwnPath = z
  .string()
  .max(1_000)
  .regex(/^\/(?![/\\])[!-~]*$/, 'Must be a path of this site.')
  .refine((path) => !path.includes('\\'), 'Must be a path of this site.');

/** Either in, or sent to the mailbox: then it says nothing of whether the address had an account. */
const Joined = z.union([Me, z.object({ inMail: z.literal(true) })]);

/** Either in, or asked for a code: the answer sets a cookie for ten minutes in which to send it. */
const SignedIn = z.union([Me, z.object({ secondStep: z.literal(true) })]);

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
    summary:
      'Makes an account with its sign-up credits, and signs in; with EMAIL_VERIFICATION=required what follows is in the mail, and only there.',
    body: z.strictObject({
      name: DisplayName,
      email: EmailAddress,
      password: NewPassword,
      /** The secret of an invitation's link, where people join by invitation. */
      invitation: LinkToken.optional(),
    }),
    answer: Joined,
    status: 201,
    errors: ['SIGN_UP_CLOSED', 'LINK_INVALID', 'FEATURE_DISABLED', 'UNAVAILABLE'],
  },
  signIn: {
    method: 'POST',
    path: '/api/auth/sign-in/email',
    access: 'anyone',
    summary: 'Signs in: the answer sets the session cookie.',
    body: z.strictObject({
      email: EmailAddress,
      password: GivenPassword,
      rememberMe: z.boolean().optional(),
    }),
    answer: SignedIn,
    errors: ['FEATURE_DISABLED'],
  },
  secondStep: {
    method: 'POST',
    path: '/api/auth/second-step',
    access: 'anyone',
    summary: 'Ends a sign-in that asks for a code: one of the app, or a backup code.',
    body: z.strictObject({
      code: z.string().trim().min(6, 'Must be the 6 digits of the app, or a backup code.').max(20),
      /** This browser is not asked for a code for the next 30 days. */
      trustDevice: z.boolean().optional(),
    }),
    answer: Me,
  },
  passkeyOptions: {
    method: 'POST',
    path: '/api/auth/passkey/options',
    access: 'anyone',
    summary: 'What the browser needs to ask for a passkey; good once, for five minutes.',
    body: z.strictObject({}).optional(),
    answer: PasskeyOptions,
    writes: false,
  },
  passkeySignIn: {
    method: 'POST',
    path: '/api/auth/passkey',
    access: 'anyone',
    summary: 'Signs in with a passkey: the answer sets the session cookie.',
    body: z.strictObject({ credential: PasskeyCredential }),
    answer: Me,
    errors: ['PASSKEY_REFUSED'],
  },
  startProvider: {
    method: 'POST',
    path: '/api/auth/oidc/start',
    access: 'anyone',
    summary: 'Where to go to sign in by the other service, or with `link` to connect it with the account.',
    body: z.strictObject({
      next: OwnPath.optional(),
      link: z.literal(true).optional(),
      invitation: LinkToken.optional(),
    }),
    answer: z.object({ url: z.string() }),
    errors: ['FEATURE_DISABLED', 'UNAVAILABLE', 'SIGN_IN_AGAIN'],
  },
  setPassword: {
    method: 'POST',
    path: '/api/auth/set-password',
    access: 'user',
    beforeSecondFactor: true,
    summary: 'Sets a first password, for somebody who has signed in just now without one.',
    body: z.strictObject({ newPassword: NewPassword }),
    answer: Me,
    errors: ['FORBIDDEN', 'FEATURE_DISABLED', 'SIGN_IN_AGAIN'],
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
    beforeSecondFactor: true,
    summary: 'Changes the password and signs out everywhere else.',
    body: z.strictObject({ currentPassword: GivenPassword, newPassword: NewPassword }),
    answer: Me,
    errors: ['FORBIDDEN'],
  },
  requestPasswordReset: {
    method: 'POST',
    path: '/api/auth/request-password-reset',
    access: 'anyone',
    summary: 'Sends a link to a new password, if somebody here has this address. The answer does not tell.',
    body: z.strictObject({ email: EmailAddress }),
    answer: z.null(),
    status: 204,
    errors: ['FEATURE_DISABLED'],
  },
  resetPassword: {
    method: 'POST',
    path: '/api/auth/reset-password',
    access: 'anyone',
    summary: 'Chooses a new password by the secret of a link, and signs out everywhere.',
    body: z.strictObject({ token: LinkToken, newPassword: NewPassword }),
    answer: z.null(),
    status: 204,
    errors: ['LINK_INVALID'],
  },
  sendVerification: {
    method: 'POST',
    path: '/api/auth/send-verification-email',
    access: 'user',
    beforeSecondFactor: true,
    summary: 'Sends the mail that confirms the e-mail address again.',
    body: z.strictObject({}).optional(),
    answer: z.null(),
    status: 204,
    errors: ['FORBIDDEN', 'FEATURE_DISABLED', 'NOT_FOUND'],
  },
  verifyEmail: {
    method: 'POST',
    path: '/api/auth/verify-email',
    access: 'anyone',
    summary:
      'Confirms an e-mail address by the secret of a link, with the sign-up credits that waited for it.',
    body: z.strictObject({ token: LinkToken }),
    answer: z.object({ email: z.string(), granted: Balance }),
    errors: ['LINK_INVALID'],
  },
  changeEmail: {
    method: 'POST',
    path: '/api/auth/change-email',
    access: 'user',
    summary: "Sends a link to a new address, which is the person's once it was opened.",
    body: z.strictObject({
      newEmail: EmailAddress,
      /** Absent for somebody who has none: then the sign-in has to be of just now. */
      currentPassword: GivenPassword.optional(),
    }),
    answer: z.null(),
    status: 204,
    errors: ['FORBIDDEN', 'FEATURE_DISABLED', 'SIGN_IN_AGAIN'],
  },
} as const satisfies Record<string, Route>;

export type AuthRoutes = typeof authRoutes;
