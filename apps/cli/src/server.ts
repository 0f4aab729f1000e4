import { type Client, createClient } from '@mesh-markets/client';
import { MarketId } from '@mesh-markets/contract';
import { NothingToWorkOnError, type Terminal, UsageError } from './command.ts';

const DEFAULT_URL = 'http://localhost:3000';

const baseUrlOf = ({ environment }: Terminal): string => {
  const given = environment.MESH_MARKETS_URL?.trim() || DEFAULT_URL;
  const url = URL.parse(given);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new NothingToWorkOnError(
      `MESH_MARKETS_URL must be an address like https://markets.example.org, not "${given}".`,
    );
  }
  return url.origin;
};

/** The server of MESH_MARKETS_URL as any visitor sees it. @throws NothingToWorkOnError */
export const visitServer = (terminal: Terminal): Client => createClient({ baseUrl: baseUrlOf(terminal) });

/** The server as the owner of MESH_MARKETS_API_KEY sees it. @throws NothingToWorkOnError */
export const signInToServer = (terminal: Terminal): Client => {
  const apiKey = terminal.environment.MESH_MARKETS_API_KEY?.trim();
  if (!apiKey) {
    throw new NothingToWorkOnError(
      'Set MESH_MARKETS_API_KEY to an API key of yours. You make one in the settings of the web app.',
    );
  }
  return createClient({ baseUrl: baseUrlOf(terminal), apiKey });
};

/** @throws UsageError */
export const marketIdFrom = (text: string): MarketId => {
  const id = MarketId.safeParse(text);
  if (!id.success) throw new UsageError(`A market is named by its number, not "${text}".`);
  return id.data;
};

/** The server as the holder of MARKET_CRON_SECRET sees it. @throws NothingToWorkOnError */
export const callServerAsCron = (terminal: Terminal): Client => {
  const secret = terminal.environment.MARKET_CRON_SECRET?.trim();
  if (!secret) {
    throw new NothingToWorkOnError('Set MARKET_CRON_SECRET to what the server has under that name.');
  }
  return createClient({ baseUrl: baseUrlOf(terminal), apiKey: secret });
};

/** YES, NO or the index of an outcome, as an order names it. @throws UsageError */
export const outcomeFrom = (text: string): { side: 'YES' | 'NO' } | { outcome: number } => {
  const side = text.toUpperCase();
  if (side === 'YES' || side === 'NO') return { side };
  if (/^\d{1,2}$/.test(text)) return { outcome: Number(text) };
  throw new UsageError(`An outcome is YES, NO or its index (0, 1, 2 …), not "${text}".`);
};
