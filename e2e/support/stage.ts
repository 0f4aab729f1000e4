import type { Market } from '@mesh-markets/contract';
import { askQuestion } from './markets.ts';
import type { People, Person } from './people.ts';

/** A site with something on every page: what the checks of all pages look at. */
export interface Stage {
  readonly asker: Person;
  readonly trader: Person;
  readonly binary: Market;
  readonly multiple: Market;
  readonly closed: Market;
  readonly resolved: Market;
}

/** The widest words there are, without a place to break them; the last letters tell one from another. */
const wideQuestion = (): string => 'W'.repeat(134) + crypto.randomUUID().slice(0, 6);
const wideOutcome = 'W'.repeat(60);

const description = [
  'Counts what **the weather service** reports, see https://example.org/a/very/long/address/that/does/not/break.',
  '| day | rain |\n|---|---|\n| Saturday | 2 mm |',
  '- not the airport\n- not the coast',
].join('\n\n');

export const setTheStage = async (people: People): Promise<Stage> => {
  const [asker, trader] = [await people.signUp('Gerda'), await people.signUp('Hugo')];
  const small = { b: 200 } as const;
  const binary = await askQuestion(asker, {
    ...small,
    description,
    question: wideQuestion(),
    topics: ['weather', 'W'.repeat(30)],
  });
  const multiple = await askQuestion(asker, {
    ...small,
    outcomes: [wideOutcome, 'Two', 'Three', 'Four', 'Five'],
  });
  const closed = await askQuestion(asker, small);
  const resolved = await askQuestion(asker, small);
  for (const market of [binary, multiple, closed, resolved]) {
    for (const [outcome, credits] of [
      [0, 120],
      [1, 40],
    ] as const) {
      await trader.client.call('placeTrade', { params: { id: market.id }, body: { outcome, credits } });
    }
  }
  for (const { postId } of [binary, multiple, closed, resolved]) {
    await trader.client.call('postComment', {
      params: { id: postId },
      body: {
        body: `**${'W'.repeat(80)}** I hold, so I talk: https://example.org/${'w'.repeat(120)}`,
        tradeSeq: 1,
      },
    });
  }
  for (const { id } of [closed, resolved])
    await asker.client.call('closeMarket', { params: { id }, body: { reason: 'It is known.' } });
  await asker.client.call('resolveMarket', {
    params: { id: resolved.id },
    body: { outcome: 'YES', note: 'It did: https://example.org' },
  });
  await asker.client.call('createPost', {
    body: { body: `Look at this: https://example.org/${'w'.repeat(200)}` },
  });
  await trader.client.call('followUser', { params: { handle: asker.me.handle } });
  await trader.client.call('followMarket', { params: { id: multiple.id } });
  await trader.client.call('createApiKey', { body: { name: 'W'.repeat(60) } });
  return { asker, trader, binary, multiple, closed, resolved };
};
