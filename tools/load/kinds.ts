import { randomUUID } from 'node:crypto';
import type { Draws } from '../sim/draws.ts';

/** Somebody of the load: what a browser or a bot sends with each request. */
export interface Visitor {
  readonly headers: Readonly<Record<string, string>>;
}

/** What the requests speak of. */
export interface Scene {
  readonly url: string;
  readonly people: readonly Visitor[];
  /** The first is the one that everybody trades. */
  readonly markets: readonly string[];
}

/** What people do, and how many of them at a time. */
export interface Kind {
  readonly name: string;
  readonly callers: number;
  /** The pause after each answer: nobody reads a page in no time. */
  readonly pauseMs: number;
  readonly send: (scene: Scene, draws: Draws, etags: Map<string, string>) => Promise<number | string>;
}

const nobody: Visitor = { headers: {} };

/** The status of an answer, or its code where it was refused. */
const resultOf = async (response: Response): Promise<number | string> => {
  const text = await response.text();
  if (response.status < 400) return response.status;
  return (JSON.parse(text) as { code?: string }).code ?? response.status;
};

const read = async (
  url: string,
  { headers }: Visitor,
  etags?: Map<string, string>,
): Promise<number | string> => {
  const known = etags?.get(url);
  const response = await fetch(url, { headers: { ...headers, ...(known && { 'if-none-match': known }) } });
  const etag = response.headers.get('etag');
  if (etag !== null) etags?.set(url, etag);
  return resultOf(response);
};

const write = async (url: string, { headers }: Visitor, body: object): Promise<number | string> =>
  resultOf(
    await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(body),
    }),
  );

const order = (draws: Draws): object => ({ outcome: draws.below(2), credits: 1 + draws.below(20) });

export const kinds: readonly Kind[] = [
  {
    name: 'visitors read the feed again',
    callers: 20,
    pauseMs: 200,
    send: ({ url }, _, etags) => read(`${url}/api/feed`, nobody, etags),
  },
  {
    name: 'visitors read markets',
    callers: 20,
    pauseMs: 200,
    send: ({ url, markets }, draws, etags) => read(`${url}/api/market/${draws.pick(markets)}`, nobody, etags),
  },
  {
    name: 'people read their feed',
    callers: 20,
    pauseMs: 200,
    send: ({ url, people }, draws) => read(`${url}/api/feed`, draws.pick(people)),
  },
  {
    name: 'people look at their wallet',
    callers: 5,
    pauseMs: 300,
    send: ({ url, people }, draws) => read(`${url}/api/wallet`, draws.pick(people)),
  },
  {
    name: 'trades on the hot market',
    callers: 15,
    pauseMs: 50,
    send: ({ url, people, markets }, draws) =>
      write(`${url}/api/market/${markets[0]}/trade`, draws.pick(people), order(draws)),
  },
  {
    name: 'trades on quiet markets',
    callers: 10,
    pauseMs: 100,
    send: ({ url, people, markets }, draws) =>
      write(`${url}/api/market/${draws.pick(markets)}/trade`, draws.pick(people), order(draws)),
  },
  {
    name: 'comments',
    callers: 3,
    pauseMs: 500,
    send: ({ url, people, markets }, draws) =>
      write(`${url}/api/posts/${draws.pick(markets)}/comments`, draws.pick(people), {
        body: 'So it seems to me.',
      }),
  },
  {
    name: 'sign-ups',
    callers: 1,
    pauseMs: 1_000,
    send: ({ url }) =>
      write(`${url}/api/auth/sign-up/email`, nobody, {
        name: 'Newcomer',
        email: `${randomUUID()}@example.org`,
        password: 'correct horse battery',
      }),
  },
];
