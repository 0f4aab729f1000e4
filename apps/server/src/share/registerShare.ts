import { type Market, MarketId } from '@mesh-markets/contract';
import { Refusal } from '@mesh-markets/engine';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../api/handler.ts';
import { requireMarkets } from '../flags/permit.ts';
import { registerManifest } from '../manifest.ts';
import { embedPage, noEmbedPage } from './embedPage.ts';
import { embedHeaders, headersNotForFrames } from './embedStyle.ts';
import { marketAddresses } from './headTags.ts';
import { createImageRenderer } from './imageRenderer.ts';
import { CARD_POINTS, type MarketCard, marketCard } from './marketCard.ts';
import { createMarketImages } from './marketImages.ts';
import { siteUrl } from './siteUrl.ts';

type ShareServices = Pick<Services, 'engine' | 'features' | 'settings' | 'readCache' | 'limits'>;

/** @throws Refusal NOT_FOUND */
const idOf = (request: FastifyRequest): MarketId => {
  const id = MarketId.safeParse((request.params as { id: string }).id);
  if (!id.success) throw new Refusal('NOT_FOUND', 'There is no such market.');
  return id.data;
};

const cardOf = async (market: Market, { engine, settings }: ShareServices): Promise<MarketCard> =>
  marketCard(
    market,
    await engine.getHistory(market.id, { range: 'all', points: CARD_POINTS }),
    settings.instanceName,
  );

/** Whether the sender has this very version already. */
const isKnown = (request: FastifyRequest, tag: string): boolean =>
  request.headers['if-none-match']?.split(',').some((known) => known.trim() === tag) ?? false;

const registerImage = (app: FastifyInstance, services: ShareServices): void => {
  const renderer = createImageRenderer();
  const images = createMarketImages(renderer);
  app.addHook('onClose', renderer.stop);
  app.get('/api/market/:id/image.png', async (request, reply): Promise<FastifyReply> => {
    await requireMarkets(services.features, undefined);
    const { market } = await services.engine.getMarket(idOf(request));
    const { png, tag } = await images.get({
      id: market.id,
      version: market.version,
      card: () => cardOf(market, services),
      onDraw: () => services.limits.take('pictures', { request }),
    });
    reply.headers({
      etag: tag,
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
      'cross-origin-resource-policy': 'cross-origin',
    });
    return isKnown(request, tag) ? reply.code(304).send() : reply.type('image/png').send(png);
  });
};

const registerEmbed = (app: FastifyInstance, services: ShareServices): void => {
  const { engine, features, readCache, settings } = services;

  const render = async (id: MarketId, site: string): Promise<Buffer> => {
    const { market } = await engine.getMarket(id);
    return Buffer.from(embedPage(await cardOf(market, services), marketAddresses(site, market).page).text);
  };

  const sendPage = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const id = idOf(request);
    await requireMarkets(features, undefined);
    const site = siteUrl(settings, request);
    const { body, tag } = await readCache.read(`embed ${site} ${id}`, id, () => render(id, site));
    reply.headers({ etag: tag, 'cache-control': 'public, max-age=2, stale-while-revalidate=60' });
    return isKnown(request, tag) ? reply.code(304).send() : reply.send(body);
  };

  app.get('/embed/market/:id', async (request, reply): Promise<FastifyReply> => {
    for (const header of headersNotForFrames) reply.removeHeader(header);
    reply.headers(embedHeaders).type('text/html; charset=utf-8');
    try {
      return await sendPage(request, reply);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'NOT_FOUND') throw error;
      return reply
        .code(404)
        .header('cache-control', 'no-store')
        .send(noEmbedPage(settings.instanceName).text);
    }
  });
};

/** What the site looks like elsewhere: a market's picture and its frame, and the app on a phone. */
export const registerShare = (app: FastifyInstance, services: ShareServices): void => {
  registerImage(app, services);
  registerEmbed(app, services);
  registerManifest(app, services.settings);
};
