import { MARKETS, PEOPLE } from './fixture.ts';

export const SPEND = 10;

export interface Choice {
  readonly user: string;
  readonly market: string;
  readonly outcome: number;
  readonly key: string;
}

/** Who trades where: everybody in one market, or everybody everywhere; the same sequence for every variant. */
export const pick = (n: number, spread: boolean): Choice => ({
  user: String(1 + ((n * 7919) % PEOPLE)),
  market: spread ? String(1 + ((n * 104_729) % MARKETS)) : '1',
  outcome: n & 1,
  key: crypto.randomUUID(),
});

export type Variant = (choice: Choice) => Promise<boolean>;
