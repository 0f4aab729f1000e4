import { Refusal } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';
import * as client from 'openid-client';
import type { OidcSettings } from './oidcSettings.ts';

/** What a provider says of itself is asked for again after so long. */
const KNOWN_FOR_MS = 60 * 60_000;
const TIMEOUT_SECONDS = 8;

/** What is remembered of a sign-in while the person is at the provider. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Somebody as the provider describes them. */
export interface ProviderPerson {
  readonly subject: string;
  readonly email: string | undefined;
  readonly emailVerified: boolean;
  readonly name: string | undefined;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** The person of an id_token; providers that leave the address out of it tell it when asked. */
const describe = async (
  config: client.Configuration,
  accessToken: string,
  claims: client.IDToken,
): Promise<ProviderPerson> => {
  const asks = claims.email === undefined && config.serverMetadata().userinfo_endpoint !== undefined;
  const said = asks ? await client.fetchUserInfo(config, accessToken, claims.sub) : claims;
  return {
    subject: claims.sub,
    email: textOf(said.email),
    emailVerified: said.email_verified === true,
    name: textOf(said.name) ?? textOf(said.preferred_username),
  };
};

/**
 * A service that people sign in by, spoken to by OpenID Connect: code flow with PKCE, state and nonce, and an id_token whose signature is
 * checked. It is asked what it can do when somebody needs it, so one that is away when this server starts works once it is back.
 */
export const createProvider = (settings: OidcSettings, log: FastifyBaseLogger) => {
  let known: { readonly config: client.Configuration; readonly until: number } | undefined;

  const discover = async (): Promise<client.Configuration> => {
    const issuer = new URL(settings.issuer);
    const insecure = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
    return client.discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
      // The signature of an id_token is checked even though it comes straight from the provider.
      execute: [...insecure, client.enableNonRepudiationChecks],
      timeout: TIMEOUT_SECONDS,
    });
  };

  /** @throws Refusal UNAVAILABLE */
  const configuration = async (): Promise<client.Configuration> => {
    if (known !== undefined && known.until > Date.now()) return known.config;
    try {
      known = { config: await discover(), until: Date.now() + KNOWN_FOR_MS };
      return known.config;
    } catch (error) {
      log.warn({ err: error, issuer: settings.issuer }, 'the provider people sign in by cannot be asked');
      if (known !== undefined) return known.config;
      throw new Refusal(
        'UNAVAILABLE',
        `${settings.name} cannot be reached right now. Try again in a moment, or use another way.`,
        { retryAfterSeconds: 5 },
      );
    }
  };

  /** Where to send the browser, and what to remember until it is back. */
  const start = async (redirectUri: string): Promise<{ url: string; attempt: Attempt }> => {
    const config = await configuration();
    const attempt: Attempt = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: settings.scopes,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, attempt };
  };

  /** @throws when the answer is not right in every part */
  const finish = async (callback: URL, { state, nonce, verifier }: Attempt): Promise<ProviderPerson> => {
    const config = await configuration();
    const tokens = await client.authorizationCodeGrant(config, callback, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('the provider sent no id_token');
    return describe(config, tokens.access_token, claims);
  };

  return { start, finish, name: settings.name };
};

export type Provider = ReturnType<typeof createProvider>;
