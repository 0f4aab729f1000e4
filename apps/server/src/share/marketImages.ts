import { createHash } from 'node:crypto';
import type { MarketId } from '@mesh-markets/contract';
import type { ImageRenderer } from './imageRenderer.ts';
import type { MarketCard } from './marketCard.ts';

export interface MarketImage {
  readonly png: Buffer;
  readonly tag: string;
}

interface Kept extends MarketImage {
  readonly version: number;
  readonly drawnAt: number;
}

/** A busy market has a new version many times a second; its picture is drawn at most this often. */
const FRESH_MS = 30_000;
const MOST_BYTES = 16 * 1024 * 1024;

export interface ImageWish {
  readonly id: MarketId;
  readonly version: number;
  readonly card: () => Promise<MarketCard>;
  /** Called when a picture has to be drawn; may throw instead. */
  readonly onDraw: () => void;
}

/** Pictures by market, each drawn once however many ask for it; the least recently used give way. */
export const createMarketImages = (
  { render }: Pick<ImageRenderer, 'render'>,
  now: () => number = () => performance.now(),
) => {
  const images = new Map<MarketId, Kept>();
  const drawing = new Map<MarketId, Promise<MarketImage>>();
  let bytes = 0;

  const forget = (id: MarketId): void => {
    bytes -= images.get(id)?.png.length ?? 0;
    images.delete(id);
  };

  const keep = (id: MarketId, image: Kept): void => {
    forget(id);
    images.set(id, image);
    bytes += image.png.length;
    for (const [oldest] of images) {
      if (bytes <= MOST_BYTES) break;
      forget(oldest);
    }
  };

  const draw = async ({ id, version, card }: ImageWish): Promise<MarketImage> => {
    const png = await render(await card());
    const tag = `"${createHash('sha1').update(png).digest('base64url').slice(0, 20)}"`;
    keep(id, { png, tag, version, drawnAt: now() });
    return { png, tag };
  };

  /** @throws what `onDraw` and `render` throw */
  const get = (wish: ImageWish): Promise<MarketImage> => {
    const { id, version } = wish;
    const kept = images.get(id);
    if (kept !== undefined && (kept.version === version || now() - kept.drawnAt < FRESH_MS)) {
      keep(id, kept);
      return Promise.resolve(kept);
    }
    const running = drawing.get(id);
    if (running !== undefined) return running;
    wish.onDraw();
    const drawn = draw(wish).finally(() => drawing.delete(id));
    drawing.set(id, drawn);
    return drawn;
  };

  return { get };
};
