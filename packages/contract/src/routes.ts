import type { z } from 'zod';
import { accountRoutes } from './routes/account.ts';
import { analyticsRoutes } from './routes/analytics.ts';
import { authorityRoutes } from './routes/authority.ts';
import { discoveryRoutes } from './routes/discovery.ts';
import { discussionRoutes } from './routes/discussion.ts';
import { exportsRoutes } from './routes/exports.ts';
import { feedRoutes } from './routes/feed.ts';
import { flagsRoutes } from './routes/flags.ts';
import { marketsRoutes } from './routes/markets.ts';
import { membersRoutes } from './routes/members.ts';
import { notificationsRoutes } from './routes/notifications.ts';
import { operatorRoutes } from './routes/operator.ts';
import { oraclesRoutes } from './routes/oracles.ts';
import { peopleRoutes } from './routes/people.ts';
import { reputationRoutes } from './routes/reputation.ts';
import { resolutionRoutes } from './routes/resolution.ts';
import { securityRoutes } from './routes/security.ts';
import { sharingRoutes } from './routes/sharing.ts';
import { walletRoutes } from './routes/wallet.ts';

/** Every route of the API, written once: the server, the SDK, the OpenAPI document and the tests derive from this table. */
export const routes = {
  ...feedRoutes,
  ...marketsRoutes,
  ...walletRoutes,
  ...peopleRoutes,
  ...accountRoutes,
  ...membersRoutes,
  ...operatorRoutes,
  ...discussionRoutes,
  ...discoveryRoutes,
  ...notificationsRoutes,
  ...reputationRoutes,
  ...analyticsRoutes,
  ...exportsRoutes,
  ...resolutionRoutes,
  ...securityRoutes,
  ...sharingRoutes,
  ...authorityRoutes,
  ...oraclesRoutes,
  ...flagsRoutes,
};

export type Routes = typeof routes;
export type RouteName = keyof Routes;

type PartOf<N extends RouteName, P extends string, Shape extends 'input' | 'output'> =
  Routes[N] extends Record<P, infer S extends z.ZodType>
    ? Shape extends 'input'
      ? z.input<S>
      : z.output<S>
    : undefined;

/** What a caller passes and gets, by route name. */
export type ParamsOf<N extends RouteName> = PartOf<N, 'params', 'output'>;
export type QueryInput<N extends RouteName> = PartOf<N, 'query', 'input'>;
export type BodyInput<N extends RouteName> = PartOf<N, 'body', 'input'>;
export type AnswerOf<N extends RouteName> = z.output<Routes[N]['answer']>;
