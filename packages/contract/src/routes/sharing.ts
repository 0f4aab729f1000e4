import { z } from 'zod';
import { define } from '../route.ts';
import { Question } from '../text.ts';

const size = z.coerce.number().int().min(1).max(10_000).optional();

/** The names are those of https://oembed.com. */
const Oembed = z
  .object({
    version: z.literal('1.0'),
    type: z.literal('rich'),
    title: Question,
    author_name: z.string(),
    author_url: z.url(),
    provider_name: z.string(),
    provider_url: z.url(),
    cache_age: z.int(),
    thumbnail_url: z.url(),
    thumbnail_width: z.int(),
    thumbnail_height: z.int(),
    /** A frame with the market in it. */
    html: z.string(),
    width: z.int(),
    height: z.int(),
  })
  .meta({ id: 'Oembed' });

export const sharingRoutes = define({
  getOembed: {
    method: 'GET',
    path: '/api/oembed',
    access: 'anyone',
    needs: ['predictionMarkets'],
    summary: 'How to embed a market, by its address: oEmbed 1.0, type rich, JSON only.',
    query: z.object({
      url: z.string().max(2_000),
      maxwidth: size,
      maxheight: size,
      format: z.string().max(20).default('json'),
    }),
    answer: Oembed,
    errors: ['NOT_FOUND', 'FORMAT_NOT_SUPPORTED'],
  },
});
