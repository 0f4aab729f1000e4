import type { IdempotencyKey, Route, RouteName, Routes } from '@mesh-markets/contract';
import type { createEngineForKeys, Engine, Written } from '@mesh-markets/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AdminSetup } from '../adminSetup.ts';
import type { Caller } from '../auth/authenticate.ts';
import type { Auth } from '../auth/betterAuth.ts';
import type { IdentityCache } from '../auth/identityCache.ts';
import type { Provider } from '../auth/oidc/provider.ts';
import type { Tracer } from '../auth/traces.ts';
import type { FeatureGate } from '../flags/features.ts';
import type { CsvTable } from '../http/csv.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import type { Metrics } from '../metrics.ts';
import type { Notices } from '../notifications/notices.ts';
import type { Settings } from '../settings.ts';
import type { SecretBox } from '../webhooks/secretBox.ts';
import type { Afterwards } from './afterwards.ts';
import type { ReadCache } from './readCache.ts';

/** What handlers work with; built once in app.ts and handed to each. */
export interface Services {
  readonly settings: Settings;
  readonly engine: Engine;
  /** The verbs, held to what an API key may. */
  readonly engineForKeys: ReturnType<typeof createEngineForKeys>;
  readonly auth: Auth;
  readonly tracer: Tracer;
  readonly afterwards: Afterwards;
  /** Absent: nobody signs in by another service. */
  readonly provider: Provider | undefined;
  readonly sessions: IdentityCache;
  readonly apiKeys: IdentityCache;
  readonly adminSetup: AdminSetup;
  readonly limits: RateLimits;
  readonly metrics: Metrics;
  readonly readCache: ReadCache;
  /** What people may use now. */
  readonly features: FeatureGate;
  readonly notices: Notices;
  /** Keeps the signing secrets of webhooks. */
  readonly secretBox: SecretBox;
}

type Checked<R extends Route, Part extends 'params' | 'query' | 'body'> =
  R extends Record<Part, infer Schema extends z.ZodType> ? z.output<Schema> : undefined;

/** A request that has been parsed, checked against the contract and authenticated. */
export interface Call<R extends Route> {
  readonly params: Checked<R, 'params'>;
  readonly query: Checked<R, 'query'>;
  readonly body: Checked<R, 'body'>;
  readonly caller: R['access'] extends 'user' ? Caller : Caller | undefined;
  readonly idempotencyKey: IdempotencyKey | undefined;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** One verb: asks the engine and answers with the contract's shape, or throws a Refusal. */
export type Handler<R extends Route> = (
  call: Call<R>,
  services: Services,
) => Promise<
  R extends { readonly idempotent: true }
    ? Written<z.output<R['answer']>>
    : R extends { readonly produces: 'text/csv' }
      ? CsvTable
      : z.output<R['answer']>
>;

export type RouteHandler<N extends RouteName> = Handler<Routes[N]>;
