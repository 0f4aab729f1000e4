import { parentPort } from 'node:worker_threads';
import { drawCard } from './cardImage.ts';
import type { MarketCard } from './marketCard.ts';

/** What the thread answers to each card it is given, in the order they came. */
export type Drawn = { readonly png: Uint8Array } | { readonly problem: string };

parentPort?.on('message', async (card: MarketCard) => {
  let drawn: Drawn;
  try {
    drawn = { png: await drawCard(card) };
  } catch (error) {
    drawn = { problem: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort?.postMessage(drawn);
});
