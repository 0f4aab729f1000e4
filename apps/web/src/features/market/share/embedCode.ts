import type { Market } from '@mesh-markets/contract';
import { paths } from '../../../lib/paths.ts';

const width = 560;
const heights = { BINARY: 240, MULTIPLE: 310 } as const;

export const embedHeight = ({ type }: Pick<Market, 'type'>): number => heights[type];

const inAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What somebody pastes into a page of theirs; the same frame that the server tells other sites of. */
export const embedCode = (market: Pick<Market, 'id' | 'question' | 'type'>, origin: string): string =>
  `<iframe src="${inAttribute(origin + paths.embed(market.id))}" title="${inAttribute(market.question)}" ` +
  `width="${width}" height="${embedHeight(market)}" loading="lazy" style="border:0;max-width:100%"></iframe>`;
