import { z } from 'zod';

/** A service that people may sign in by. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** On the button. */
  readonly name: string;
  readonly scopes: string;
}

/** Without https whoever is on the way could sign in as anybody; on one's own machine nobody is. */
const isIssuer = (value: string): boolean => {
  const url = URL.parse(value);
  if (url === null || `${url.search}${url.hash}${url.username}${url.password}` !== '') return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
};

export const oidcEnvironment = {
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'must be the https address that the provider calls its issuer')
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(40, 'must be at most 40 characters').optional(),
  OIDC_SCOPES: z
    .string()
    .regex(
      /^(?=(.* )?openid( |$))(?=(.* )?email( |$))[!-~ ]+$/,
      'must name openid and email, like: openid email profile',
    )
    .default('openid email profile'),
};

type OidcEnvironment = z.output<z.ZodObject<typeof oidcEnvironment>> & { readonly PASSWORD_SIGN_IN: boolean };

/** Undefined where nobody signs in by another service. */
export const oidcSettingsOf = (read: OidcEnvironment): OidcSettings | undefined => {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = read;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return {
    issuer,
    clientId,
    clientSecret,
    name: read.OIDC_NAME ?? new URL(issuer).hostname,
    scopes: read.OIDC_SCOPES,
  };
};

/** What is missing from the settings of signing in, in sentences. */
export const oidcProblems = (read: OidcEnvironment): string[] => {
  const given = [read.OIDC_ISSUER, read.OIDC_CLIENT_ID, read.OIDC_CLIENT_SECRET];
  const problems: string[] = [];
  if (given.some((value) => value !== undefined) && given.includes(undefined))
    problems.push('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together. Set all or none.');
  if (!read.PASSWORD_SIGN_IN && oidcSettingsOf(read) === undefined)
    problems.push('PASSWORD_SIGN_IN=0 leaves nobody a way in. Set OIDC_ISSUER and what belongs to it.');
  return problems;
};
