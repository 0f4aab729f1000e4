import {
  type AnswerOf,
  type BodyInput,
  type ParamsOf,
  Problem,
  type QueryInput,
  type Route,
  type RouteName,
  routes,
} from '@mesh-markets/contract';
import { ApiError, NetworkError } from './errors.ts';
import { newKey } from './newKey.ts';

export interface ClientOptions {
  /** Origin of the server, for example https://markets.example.org; empty for the page's own. */
  readonly baseUrl?: string;
  /** An API key; a browser sends its session cookie instead. */
  readonly apiKey?: string;
  /** Extra headers, for example a cookie in a script. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

// In brackets, so that neither a union nor `never` (a route without a body) is taken apart.
type Present<Key extends string, Value> = [Value] extends [undefined]
  ? { readonly [K in Key]?: never }
  : { readonly [K in Key]: Value };
type Optional<Key extends string, Value> = [Value] extends [undefined]
  ? { readonly [K in Key]?: never }
  : { readonly [K in Key]?: Value };

/** What a call needs: path parameters and body as the contract says, query where the route takes one. */
export type CallInput<N extends RouteName> = Present<'params', ParamsOf<N>> &
  Optional<'query', QueryInput<N>> &
  (undefined extends BodyInput<N>
    ? Optional<'body', NonNullable<BodyInput<N>>>
    : Present<'body', BodyInput<N>>) & {
    /** For writes; made here when absent. Keep it and pass it again to retry safely after a lost answer. */
    readonly idempotencyKey?: string;
    readonly signal?: AbortSignal;
  };

type LooseInput = {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
};

/** `/api/market/{id}` with its parameters filled in and its query appended. */
export const pathFor = (
  path: string,
  params: LooseInput['params'] = {},
  query: LooseInput['query'] = {},
): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const suffix = search.toString();
  return suffix === '' ? filled : `${filled}?${suffix}`;
};

const refusalOf = async (response: Response): Promise<ApiError | NetworkError> => {
  const problem = Problem.safeParse(await response.json().catch(() => undefined));
  if (!problem.success) return new NetworkError(`The server answered ${response.status} without saying why.`);
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ApiError(problem.data, Number.isFinite(retryAfter) ? retryAfter : undefined);
};

const requestFor = (route: Route, input: LooseInput, options: ClientOptions): RequestInit => {
  const headers: Record<string, string> = {
    accept: route.produces ?? 'application/json',
    ...options.headers,
  };
  if (options.apiKey !== undefined) headers.authorization = `Bearer ${options.apiKey}`;
  if (route.idempotent) headers['idempotency-key'] = input.idempotencyKey ?? newKey();
  const request: RequestInit = { method: route.method, headers, credentials: 'same-origin' };
  if (route.body !== undefined) {
    headers['content-type'] = 'application/json';
    request.body = JSON.stringify(input.body ?? {});
  }
  if (input.signal) request.signal = input.signal;
  return request;
};

/**
 * A typed client over the contract's route table: `client.call('placeTrade', { params, body })`.
 * Answers are trusted to have the contract's shape; refusals arrive as {@link ApiError}, lost answers as {@link NetworkError}.
 */
export const createClient = (options: ClientOptions = {}) => {
  const send = options.fetch ?? fetch;

  const call = async <N extends RouteName>(
    name: N,
    ...[input]: Record<never, never> extends CallInput<N> ? [CallInput<N>?] : [CallInput<N>]
  ): Promise<AnswerOf<N>> => {
    const route: Route = routes[name];
    const loose = (input ?? {}) as LooseInput;
    const url = (options.baseUrl ?? '') + pathFor(route.path, loose.params, loose.query);
    let response: Response;
    try {
      response = await send(url, requestFor(route, loose, options));
    } catch (cause) {
      if (loose.signal?.aborted) throw cause;
      throw new NetworkError('No answer from the server. Check the connection and try again.', { cause });
    }
    if (!response.ok) throw await refusalOf(response);
    if (route.produces !== undefined) return (await response.text()) as AnswerOf<N>;
    return (response.status === 204 ? null : await response.json()) as AnswerOf<N>;
  };

  return { call };
};

export type Client = ReturnType<typeof createClient>;
