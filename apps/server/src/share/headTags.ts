import type { Market } from '@mesh-markets/contract';
import { html } from './html.ts';
import { activityWords, oddsWords, stateWords } from './words.ts';

/** Where a market is found by people, by pictures and by other sites. */
export const marketAddresses = (site: string, { id, version }: Pick<Market, 'id' | 'version'>) => {
  const page = `${site}/market/${id}`;
  return {
    page,
    embed: `${site}/embed/market/${id}`,
    // The version makes whoever keeps pictures ask for the new one.
    image: `${site}/api/market/${id}/image.png?v=${version}`,
    oembed: `${site}/api/oembed?format=json&url=${encodeURIComponent(page)}`,
  };
};

/** What a preview of the market says under its question. */
const summaryOf = (market: Market): string =>
  `${oddsWords(market)} · ${stateWords(market)} · ${activityWords(market)}`;

/** What makes a link to a market unfold into a card wherever it is posted. */
const headTags = (market: Market, site: string, siteName: string): string => {
  const { page, image, oembed } = marketAddresses(site, market);
  const title = market.question;
  const summary = summaryOf(market);
  return html`<title>${title} · ${siteName}</title>
    <meta name="description" content="${summary}">
    <link rel="canonical" href="${page}">
    <link rel="alternate" type="application/json+oembed" href="${oembed}" title="${title}">
    <meta property="og:type" content="website">
    <meta property="og:site_name" content="${siteName}">
    <meta property="og:title" content="${title}">
    <meta property="og:description" content="${summary}">
    <meta property="og:url" content="${page}">
    <meta property="og:image" content="${image}">
    <meta property="og:image:type" content="image/png">
    <meta property="og:image:width" content="1200">
    <meta property="og:image:height" content="630">
    <meta property="og:image:alt" content="${title}: ${oddsWords(market)}">
    <meta name="twitter:card" content="summary_large_image">
    <meta name="twitter:title" content="${title}">
    <meta name="twitter:description" content="${summary}">
    <meta name="twitter:image" content="${image}">`.text;
};

/** The app's page with the market's tags in place of its own title and description. */
export const withHeadTags = (index: string, market: Market, site: string, siteName: string): string =>
  index
    .replace(/\s*<meta name="description"[^>]*>/, '')
    // A function, because a question may contain what a replacement text would take for a reference.
    .replace(/<title>[^<]*<\/title>/, () => headTags(market, site, siteName));
