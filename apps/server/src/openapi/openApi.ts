import { type ErrorCode, errorCodes, IdempotencyKey, Problem, type Route } from '@mesh-markets/contract';
import { z } from 'zod';
import { createSchemaWriter, type JsonSchema } from './components.ts';

type Write = ReturnType<typeof createSchemaWriter>['write'];

export interface OpenApiOptions {
  readonly routes: Readonly<Record<string, Route>>;
  readonly title: string;
  readonly version: string;
  readonly cookieName: string;
}

const jsonContent = (schema: JsonSchema) => ({ 'application/json': { schema } });

const contentOf = (route: Route, write: Write) => ({
  [route.produces ?? 'application/json']: { schema: write(route.answer, 'output') },
});

const parametersOf = (route: Route, write: Write): JsonSchema[] => {
  const parameters: JsonSchema[] = [];
  for (const [place, object] of [
    ['path', route.params],
    ['query', route.query],
  ] as const) {
    for (const [name, schema] of Object.entries(object?.shape ?? {})) {
      const optional = place === 'query' && z.safeParse(schema, undefined).success;
      parameters.push({ name, in: place, required: !optional, schema: write(schema as z.ZodType, 'input') });
    }
  }
  if (route.idempotent) {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'A UUID per command. Sent again with the same body it gets the first answer; required with an API key.',
      schema: write(IdempotencyKey, 'input'),
    });
  }
  return parameters;
};

/** What a route may refuse with: what any route may, what its kind may, and what it declares. */
const codesOf = (route: Route): ErrorCode[] => {
  const codes = new Set<ErrorCode>([
    'VALIDATION_FAILED',
    'UNAUTHENTICATED',
    'INTERNAL',
    'UNAVAILABLE',
    'SHUTTING_DOWN',
  ]);
  // Writing from another site, and reading by an API key that lacks the scope.
  if (route.method !== 'GET' || route.access !== 'cron') codes.add('FORBIDDEN');
  if (route.body) codes.add('PAYLOAD_TOO_LARGE').add('UNSUPPORTED_MEDIA_TYPE');
  codes.add('RATE_LIMITED');
  for (const name of route.needs ?? []) {
    const isRead = route.method === 'GET' || route.writes === false;
    if (isRead && name === 'predictionMarkets') codes.add('NOT_FOUND');
    else codes.add(name === 'trading' ? 'TRADING_DISABLED' : 'FEATURE_DISABLED');
  }
  for (const code of route.errors ?? []) codes.add(code);
  return [...codes];
};

const problemsOf = (route: Route, write: Write): Record<string, JsonSchema> => {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codesOf(route)) {
    const { status } = errorCodes[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const problems: Record<string, JsonSchema> = {};
  for (const [status, codes] of [...byStatus].sort(([one], [other]) => one - other)) {
    problems[status] = {
      description: codes.map((code) => `\`${code}\`: ${errorCodes[code].title}`).join('\n\n'),
      ...(status === 429 && {
        headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds to wait.' } },
      }),
      content: {
        'application/problem+json': {
          schema: {
            allOf: [write(Problem, 'output'), { type: 'object', properties: { code: { enum: codes } } }],
          },
        },
      },
    };
  }
  return problems;
};

const answersOf = (route: Route, write: Write): Record<string, JsonSchema> => {
  const status = route.status ?? 200;
  const headers = route.idempotent && {
    headers: {
      'Idempotency-Replayed': {
        schema: { const: 'true' },
        description: 'Present when this is the first answer again.',
      },
    },
  };
  const answers: Record<string, JsonSchema> = {
    [status]: {
      description: status === 204 ? 'Done.' : 'The answer.',
      ...headers,
      ...(status !== 204 && { content: contentOf(route, write) }),
    },
  };
  if (route.method === 'GET' && !route.produces)
    answers[304] = { description: 'Nothing has changed since the ETag you sent.' };
  return answers;
};

const securityOf: Readonly<Record<Route['access'], JsonSchema[]>> = {
  anyone: [{}, { session: [] }, { apiKey: [] }],
  user: [{ session: [] }, { apiKey: [] }],
  cron: [{ cronSecret: [] }],
};

const operationOf = (name: string, route: Route, write: Write): JsonSchema => ({
  operationId: name,
  summary: route.summary,
  tags: [route.path.split('/')[2] ?? 'api'],
  security: securityOf[route.access],
  parameters: parametersOf(route, write),
  ...(route.body && {
    requestBody: {
      required: !z.safeParse(route.body, undefined).success,
      content: jsonContent(write(route.body, 'input')),
    },
  }),
  responses: { ...answersOf(route, write), ...problemsOf(route, write) },
});

/** The OpenAPI 3.1 document of a table of routes. */
export const createOpenApi = ({ routes, title, version, cookieName }: OpenApiOptions) => {
  const { components, write } = createSchemaWriter();
  const paths: Record<string, JsonSchema> = {};
  for (const [name, route] of Object.entries(routes)) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationOf(name, route, write),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title, version, description: 'Credits are whole numbers; one stands for a cent of play money.' },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: cookieName, description: 'Set by signing in.' },
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: mm_…' },
        cronSecret: { type: 'http', scheme: 'bearer', description: 'MARKET_CRON_SECRET of the server.' },
      },
    },
  };
};
