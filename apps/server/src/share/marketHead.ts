import { MarketId } from '@mesh-markets/contract';
import { Refusal } from '@mesh-markets/engine';
import type { FastifyRequest } from 'fastify';
import type { Services } from '../api/handler.ts';
import { requireMarkets } from '../flags/permit.ts';
import { withHeadTags } from './headTags.ts';
import { siteUrl } from './siteUrl.ts';

/** Gives the app's page what the address it was asked for needs; undefined where it can go out as it is. */
export type DressPage = (
  request: FastifyRequest,
  index: () => Promise<string>,
) => Promise<string | undefined>;

const marketIdOf = (url: string): MarketId | undefined => {
  const id = /^\/market\/(\d+)\/?(?:\?|$)/.exec(url)?.[1];
  return MarketId.safeParse(id).data;
};

/** The page of a market tells other sites what it is about. */
export const dressMarketPage =
  ({ engine, features, settings }: Pick<Services, 'engine' | 'features' | 'settings'>): DressPage =>
  async (request, index) => {
    const id = marketIdOf(request.url);
    if (id === undefined) return undefined;
    try {
      await requireMarkets(features, undefined);
      const { market } = await engine.getMarket(id);
      return withHeadTags(await index(), market, siteUrl(settings, request), settings.instanceName);
    } catch (error) {
      // The app itself says that there is no such market.
      if (error instanceof Refusal) return undefined;
      request.log.warn({ err: error }, 'a market page goes out without its preview');
      return undefined;
    }
  };
