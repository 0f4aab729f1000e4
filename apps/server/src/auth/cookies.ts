import { createHmac, timingSafeEqual } from 'node:crypto';

const cookiePrefix = 'mesh';

/** Of a cookie that a browser accepts over https and from this very host only: no neighbour under the same domain can plant one. */
export const hostCookiePrefix = (https: boolean): string => `${https ? '__Host-' : ''}${cookiePrefix}`;

/** As the auth library names it. */
export const sessionCookieName = (https: boolean): string => `${hostCookiePrefix(https)}.session_token`;

export const authCookiePrefix = cookiePrefix;

/** The value of the first cookie of that name, decoded; undefined when absent or not decodable. */
export const readCookie = (header: string, name: string): string | undefined => {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals === -1 || pair.slice(0, equals).trim() !== name) continue;
    try {
      return decodeURIComponent(pair.slice(equals + 1).trim());
    } catch {
      return undefined;
    }
  }
  return undefined;
};

/**
 * The session token of a request, if its signature is ours: `token.base64(HMAC-SHA256(secret, token))`, as the auth library
 * writes it. Checking it here keeps guesses away from the database.
 */
export const readSessionToken = (
  header: string | undefined,
  name: string,
  secret: string,
): string | undefined => {
  if (header === undefined) return undefined;
  const value = readCookie(header, name);
  const dot = value?.lastIndexOf('.') ?? -1;
  if (value === undefined || dot <= 0) return undefined;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1), 'base64');
  const right = createHmac('sha256', secret).update(token).digest();
  return given.length === right.length && timingSafeEqual(given, right) ? token : undefined;
};

/** The value of a session cookie, as {@link readSessionToken} reads it. */
export const signCookie = (token: string, secret: string): string =>
  encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`);

/** Cookie headers whose signature was right; a browser sends the same one with every request. */
const MAX_REMEMBERED = 10_000;

/** {@link readSessionToken} that does not check again what it has found right before. Only right ones take room. */
export const createSessionReader = (name: string, secret: string) => {
  const tokens = new Map<string, string>();
  return (header: string | undefined): string | undefined => {
    if (header === undefined) return undefined;
    const known = tokens.get(header);
    if (known !== undefined) return known;
    const token = readSessionToken(header, name, secret);
    if (token === undefined) return undefined;
    if (tokens.size >= MAX_REMEMBERED) tokens.delete(tokens.keys().next().value as string);
    tokens.set(header, token);
    return token;
  };
};
