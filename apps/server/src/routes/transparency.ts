import type { RouteHandler } from '../api/handler.ts';
import { sightOf } from '../flags/permit.ts';

/** The sums are everybody's to see; who decided which markets is told only where there are markets. */
export const getTransparency: RouteHandler<'getTransparency'> = async ({ caller }, { engine, features }) => {
  const transparency = await engine.getTransparency();
  const { markets } = await sightOf(features, caller?.userId);
  return markets ? transparency : { ...transparency, resolvers: [] };
};
