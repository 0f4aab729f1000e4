import { type Making, type Schema, valueFor } from './fromSchema.ts';
import { mend } from './hints.ts';
import { hostileBodies, hostileText } from './hostile.ts';

export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Schema[];
  readonly body: Schema | undefined;
  /** Takes an Idempotency-Key. */
  readonly isIdempotent: boolean;
  /** The statuses that the document names. */
  readonly statuses: ReadonlySet<number>;
}

export interface Request {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Every operation of an OpenAPI document. */
export const operationsOf = (document: Schema): Operation[] =>
  Object.entries<Schema>(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => ({
      name: item[method].operationId,
      method: method.toUpperCase(),
      path,
      parameters: item[method].parameters ?? [],
      statuses: new Set(Object.keys(item[method].responses).map(Number)),
      isIdempotent: (item[method].parameters ?? []).some(({ name }: Schema) => name === 'Idempotency-Key'),
      body: item[method].requestBody?.content?.['application/json']?.schema,
    })),
  );

const encode = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  // A lone surrogate has no encoding; a client could not send it either.
  return encodeURIComponent(text.toWellFormed());
};

const addressOf = (making: Making, { path, parameters }: Operation): string => {
  let address = path;
  const query: string[] = [];
  for (const { name, in: place, required, schema } of parameters) {
    if (place === 'path') {
      const value = valueFor(making, name === 'id' ? 'id in path' : name, schema);
      address = address.replace(`{${name}}`, encode(value) || '%20');
    } else if (place === 'query' && (required || making.draws.chance(0.4))) {
      query.push(`${encodeURIComponent(name)}=${encode(valueFor(making, name, schema))}`);
    }
  }
  if (making.draws.chance(making.mischief)) query.push(`${encode(hostileText(making.draws))}=1`);
  return query.length === 0 ? address : `${address}?${query.join('&')}`;
};

const headersOf = (making: Making): Record<string, string> => {
  const { draws, mischief } = making;
  const headers: Record<string, string> = {};
  if (draws.chance(0.8)) headers['idempotency-key'] = crypto.randomUUID();
  if (draws.chance(mischief)) headers['idempotency-key'] = 'not-a-uuid';
  if (draws.chance(mischief)) headers['if-none-match'] = 'W/"x", *, "';
  if (draws.chance(mischief)) headers.origin = 'https://evil.example';
  if (draws.chance(mischief)) headers['x-forwarded-for'] = '1.1.1.1, ::1, nonsense';
  if (draws.chance(mischief)) headers['accept-encoding'] = 'br;q=x, gzip;q=-1';
  return headers;
};

const CONTENT_TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  'multipart/form-data',
  '',
];

/** Up to which a body is put right again between its parts. */
const LITTLE_MISCHIEF = 0.05;

const bodyFor = (making: Making, operation: Operation): unknown => {
  const body = valueFor(making, 'body', operation.body ?? {});
  return making.mischief <= LITTLE_MISCHIEF ? mend(making, body) : body;
};

/** One request to an operation, mostly as asked for and a little not. */
export const makeRequest = (making: Making, operation: Operation): Request => {
  const { draws, mischief } = making;
  const headers = headersOf(making);
  let body: string | undefined;
  if (operation.body !== undefined || draws.chance(mischief / 4)) {
    body = draws.chance(mischief)
      ? draws.pick(hostileBodies)
      : (JSON.stringify(bodyFor(making, operation)) ?? '');
    headers['content-type'] = draws.chance(mischief / 2) ? draws.pick(CONTENT_TYPES) : 'application/json';
  }
  return {
    operation: operation.name,
    method: operation.method,
    path: addressOf(making, operation),
    headers,
    body: operation.method === 'GET' ? undefined : body,
  };
};
