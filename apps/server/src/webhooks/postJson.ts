import { lookup as systemLookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { hostOf, isPublicAddress } from './publicAddress.ts';

/** Answers longer than this are cut off: nobody reads them. */
const ANSWER_LIMIT = 64 * 1024;

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** For tests and intranets: any address may be connected to. */
  readonly allowPrivate: boolean;
  readonly signal?: AbortSignal | undefined;
  /** For tests: how names are resolved. */
  readonly lookup?: LookupFunction | undefined;
}

export interface PostAnswer {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
}

/** The address must not be connected to. */
export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
}

const refusal = (host: string): RefusedAddressError =>
  new RefusedAddressError(`${host} is not an address of the public internet, so nothing was sent there.`);

/**
 * Resolves a name and hands on only public addresses. The socket connects to what this answers and to nothing else, so a name that
 * resolves differently a moment later changes nothing.
 */
const guardedLookup =
  (resolve: LookupFunction): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, []);
      const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }];
      if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))) {
        return done(refusal(hostname), []);
      }
      const [first] = addresses;
      if (options.all) done(null, addresses);
      else done(null, first!.address, first!.family);
    });
  };

const retryAfterOf = (header: string | undefined): number | undefined => {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, (at - Date.now()) / 1000);
};

/**
 * Posts JSON, or what the headers say it is, and answers the status. Redirects are not followed, the answer's body is thrown away, and the whole has to be over in time.
 * @throws RefusedAddressError, or what went wrong on the way
 */
export const postJson = (
  address: string,
  body: string | Uint8Array,
  options: PostOptions,
): Promise<PostAnswer> => {
  const url = new URL(address);
  const host = hostOf(url);
  if (!options.allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) {
    return Promise.reject(refusal(host));
  }
  const resolve = options.lookup ?? (systemLookup as LookupFunction);
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise<PostAnswer>((fulfil, reject) => {
    const fail = (error: Error): void =>
      reject(timeout.aborted ? new Error(`No answer within ${options.timeoutMs / 1000} seconds.`) : error);
    const request = send(
      url,
      {
        method: 'POST',
        agent: false,
        signal,
        lookup: options.allowPrivate ? resolve : guardedLookup(resolve),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...options.headers,
        },
      },
      (response) => {
        let read = 0;
        response.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read > ANSWER_LIMIT) end();
        });
        const end = (): void => {
          fulfil({
            status: response.statusCode ?? 0,
            retryAfterSeconds: retryAfterOf(response.headers['retry-after']),
          });
          request.destroy();
        };
        response.on('end', end);
        response.on('error', fail);
      },
    );
    request.on('error', fail);
    request.end(body);
  });
};
