import { MarketId } from '@mesh-markets/contract';
import { Refusal } from '@mesh-markets/engine';
import type { RouteHandler } from '../api/handler.ts';
import { marketAddresses } from './headTags.ts';
import { html } from './html.ts';
import { siteUrl } from './siteUrl.ts';

const usualWidth = 560;
const heights = { BINARY: 240, MULTIPLE: 310 } as const;
const KEPT_SECONDS = 3600;

const notHere = (): Refusal =>
  new Refusal('NOT_FOUND', 'Only markets of this site can be embedded: give the address of one.');

/** The market that an address of this site names. @throws Refusal NOT_FOUND */
const marketIdOf = (address: string, site: string): MarketId => {
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  const id = /^\/(?:embed\/)?market\/(\d+)\/?$/.exec(parsed?.pathname ?? '')?.[1];
  const checked = MarketId.safeParse(id);
  if (parsed?.origin !== new URL(site).origin || !checked.success) throw notHere();
  return checked.data;
};

/** What an editor needs to turn the address of a market into a frame: https://oembed.com. */
export const getOembed: RouteHandler<'getOembed'> = async ({ query, request }, { engine, settings }) => {
  if (query.format !== 'json') throw new Refusal('FORMAT_NOT_SUPPORTED');
  const site = siteUrl(settings, request);
  const { market } = await engine.getMarket(marketIdOf(query.url, site));
  const { embed, image } = marketAddresses(site, market);
  const width = Math.min(usualWidth, query.maxwidth ?? usualWidth);
  const usualHeight = heights[market.type];
  const height = Math.min(usualHeight, query.maxheight ?? usualHeight);
  return {
    version: '1.0',
    type: 'rich',
    title: market.question,
    author_name: market.creator.name,
    author_url: `${site}/u/${market.creator.handle}`,
    provider_name: settings.instanceName,
    provider_url: site,
    cache_age: KEPT_SECONDS,
    thumbnail_url: image,
    thumbnail_width: 1200,
    thumbnail_height: 630,
    html: html`<iframe src="${embed}" title="${market.question}" width="${width}" height="${height}" loading="lazy" style="border:0;max-width:100%"></iframe>`
      .text,
    width,
    height,
  };
};
