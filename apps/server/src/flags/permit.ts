import { CommentId, PostId, type Route, type UserId } from '@mesh-markets/contract';
import { type Engine, Refusal, type Sight } from '@mesh-markets/engine';
import type { FastifyRequest } from 'fastify';
import type { Services } from '../api/handler.ts';
import type { FeatureGate } from './features.ts';

/** To those whom markets are not open to there are none. @throws Refusal NOT_FOUND */
export const requireMarkets = async (
  features: Pick<FeatureGate, 'of'>,
  userId: UserId | undefined,
): Promise<void> => {
  if (!(await features.of(userId)).predictionMarkets) throw new Refusal('NOT_FOUND');
};

export const sightOf = async (
  features: Pick<FeatureGate, 'of'>,
  userId: UserId | undefined,
): Promise<Sight> => ({ markets: (await features.of(userId)).predictionMarkets });

/** What stands under a market is not there either, for those whom markets are not open to. @throws Refusal NOT_FOUND */
const requireVisible = async (
  { features, engine }: PermitServices,
  about: NonNullable<Route['about']>,
  id: unknown,
  userId: UserId | undefined,
): Promise<void> => {
  if ((await sightOf(features, userId)).markets) return;
  // What is no id at all is told by the check of the request.
  if (about === 'post') {
    const post = PostId.safeParse(id);
    if (post.success) await engine.requirePlain({ postId: post.data });
  } else {
    const comment = CommentId.safeParse(id);
    if (comment.success) await engine.requirePlain({ commentId: comment.data });
  }
};

type PermitServices = Pick<Services, 'features'> & { readonly engine: Pick<Engine, 'requirePlain'> };

/**
 * Holds a caller to what the route needs, before anything is read.
 * @throws Refusal NOT_FOUND (a read of markets, or what stands under one), TRADING_DISABLED, FEATURE_DISABLED
 */
export const permit = async (
  services: PermitServices,
  { needs, about, method, writes }: Route,
  request: Pick<FastifyRequest, 'params'>,
  userId: UserId | undefined,
): Promise<void> => {
  if (about !== undefined)
    await requireVisible(services, about, (request.params as { id?: unknown }).id, userId);
  if (needs === undefined) return;
  const { features } = services;
  const reads = method === 'GET' || writes === false;
  if (reads && needs.includes('predictionMarkets')) await requireMarkets(features, userId);
  await features.require(needs, userId);
};
