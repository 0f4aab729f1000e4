import type { BodyInput, Market } from '@mesh-markets/contract';
import type { Person } from './people.ts';

const day = 86_400_000;

export const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString();

/** The tests share one site, so what one of them asks must not be what another one finds. */
export const ownWords = (words: string): string => `${words} (${crypto.randomUUID().slice(0, 6)})`;

/** Asks a question past the screen, for tests that are about something else. */
export const askQuestion = (
  { client }: Pick<Person, 'client'>,
  more: Partial<BodyInput<'createMarket'>> = {},
): Promise<Market> =>
  client.call('createMarket', {
    body: { question: ownWords('Will it rain on Saturday?'), closesAt: inDays(7), ...more },
  });
