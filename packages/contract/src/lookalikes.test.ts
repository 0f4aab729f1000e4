import { describe, expect, test } from 'vitest';
import { alikeAcrossAlphabets, alikeAtAGlance } from './lookalikes.ts';
import { routes } from './routes.ts';

test.each([
  ['раураӏ', 'paypal'],
  ['аррӏе', 'apple'],
  ['УЕЅ', 'YES'],
  ['ΝΟ', 'NO'],
  ['օո', 'on'],
])('%s looks like %s', (odd, plain) => {
  expect(odd).not.toBe(plain);
  expect(alikeAcrossAlphabets(odd)).toBe(alikeAcrossAlphabets(plain));
});

test.each([
  ['Adm1n', 'Admin'],
  ['АDMIN', 'admin'],
  ['rnoderator', 'moderator'],
  ['anna_b', 'annab'],
  ['b0ss', 'Boss'],
  ['Ádmin', 'Admin'],
  ['Ａｄｍｉｎ', 'Admin'],
])('%s passes for %s at a glance', (odd, plain) => {
  expect(alikeAtAGlance(odd)).toBe(alikeAtAGlance(plain));
});

/** Words of everyday, long and short. None of them is a word of another list, nor like an English one. */
const everyday = [
  'рост сосна оса сок рука вода дом снег тепло город Москва Анна Олег Ирина да нет',
  'ріст сосна вода сніг тепло місто Київ Оксана так ні',
  'раст сосна вода снег топло град Београд Ана Јован да не',
  'νερό χιόνι πόλη Αθήνα Άννα ναι όχι ρόδα',
  'apple paypal rope water house snow city Anna Oleg yes no pope admin boss',
];
const ownWords = (line: string) => new Set(line.split(' '));

test('everyday words of different languages are told apart', () => {
  const seen = new Map<string, string>();
  for (const word of new Set(everyday.flatMap((line) => [...ownWords(line)]))) {
    const shape = alikeAcrossAlphabets(word);
    expect(seen.get(shape), `${word} and ${seen.get(shape)}`).toBeUndefined();
    seen.set(shape, word);
  }
});

describe('two outcomes of one market', () => {
  const ask = (outcomes: string[]) =>
    routes.createMarket.body.safeParse({
      question: 'Who wins?',
      closesAt: new Date(Date.now() + 3_600_000).toISOString(),
      outcomes,
    });

  test.each([
    ['Pope', 'Роре'],
    ['YES', 'УЕЅ'],
    ['NO', 'ΝΟ'],
  ])('cannot look alike: %s and %s', (...labels) => {
    expect(ask(labels).error?.issues).toMatchObject([{ path: ['outcomes'] }]);
  });

  test.each([
    ['Оса', 'Сосна', 'Рост'],
    ['ЦСКА', 'Спартак', 'CSKA'],
    ['1', 'I', 'l', '0', 'O'],
    ['Option I', 'Option 1'],
  ])('differ: %s, %s', (...labels) => {
    expect(ask(labels).success).toBe(true);
  });
});
