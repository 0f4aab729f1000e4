import { describe, expect, test } from 'vitest';
import {
  ApiKeyName,
  CommentBody,
  Description,
  DisplayName,
  Handle,
  OutcomeLabel,
  PostBody,
  Question,
  ResolutionNote,
} from './text.ts';
import { Topic } from './topics.ts';

const oneLine = { Question, OutcomeLabel, DisplayName, ApiKeyName };
const severalLines = { Description, PostBody, CommentBody, ResolutionNote };
const all = Object.entries({ ...oneLine, ...severalLines });
const accepts = (schema: typeof Question, text: string): boolean => schema.safeParse(text).success;

const tag = (letters: string): string =>
  [...letters].map((letter) => String.fromCodePoint(0xe0000 + letter.codePointAt(0)!)).join('');

/** Each is read otherwise than it is stored, or is not seen at all. */
const tricks: [string, string][] = [
  ['a null', 'a\u0000b'],
  ['a bell', 'a\u0007b'],
  ['a C1 control', 'a\u0085b'],
  ['an override', 'Pay \u202e001\u202c'],
  ['an embedding', 'a\u202bb'],
  ['an isolate', 'a\u2066b\u2069'],
  ['a direction mark', 'a\u200fb'],
  ['an Arabic letter mark', 'a\u061cb'],
  ['a zero-width space', 'ad\u200bmin'],
  ['a zero-width joiner between Latin letters', 'ad\u200dmin'],
  ['a zero-width non-joiner between Latin letters', 'ad\u200cmin'],
  ['a word joiner', 'ad\u2060min'],
  ['an invisible plus', '1\u20642'],
  ['a soft hyphen', 'ad\u00admin'],
  ['a byte order mark', 'ad\ufeffmin'],
  ['a combining joiner', 'ad\u034fmin'],
  ['tag characters', `Yes${tag('or no')}`],
  ['tags after a flag that say more', `🏴${tag('gbeng')}${tag('no')}`],
  ['variation selectors as a message', 'Yes\u{e0101}\u{e0120}'],
  ['a variation selector on a letter', 'Y\ufe0fes'],
  ['a Hangul filler', 'a\u3164b'],
  ['a half-width filler', 'a\uffa0b'],
  ['a blank Braille pattern', 'a\u2800b'],
  ['a line separator', 'a\u2028b'],
  ['an annotation', 'a\ufff9b\ufffac\ufffb'],
  ['a private character', 'a\ue000b'],
  ['a noncharacter', 'a\uffffb'],
  ['a lone surrogate', 'a\ud800b'],
  ['marks piled up', `a${'\u0335'.repeat(7)}b`],
];

/** What people write. */
const honest: [string, string][] = [
  ['a family', '👨‍👩‍👧‍👦 comes?'],
  ['a rainbow flag', '🏳️‍🌈 at the top?'],
  ['a skin colour', '👩🏽‍🚀 on Mars?'],
  ['the flag of England', '🏴󠁧󠁢󠁥󠁮󠁧󠁿 wins?'],
  ['the flags of countries', '🇩🇪 – 🇫🇷'],
  ['a keycap', '1️⃣ or 2️⃣'],
  ['a heart', 'I ❤️ it'],
  ['Persian', 'می‌خواهم'],
  ['Hindi', 'क्या बारिश होगी?'],
  ['Sinhala', 'ශ්‍රී ලංකා'],
  ['Hebrew', 'האם ירד גשם?'],
  ['Vietnamese', 'Trời sẽ mưa không?'],
  ['Japanese', '明日は雨が降りますか？'],
  ['Russian', 'Будет ли дождь?'],
  ['Greek', 'Θα βρέξει αύριο;'],
  ['Russian beside English', 'IT-компания Google'],
  ['an equation', 'Is ΔT over 2 µs, π or Ω?'],
  ['accents', 'Zoë, Łukasz and Ñandú'],
];

describe.each(all)('%s', (_name, schema) => {
  test.each(tricks)('refuses %s', (_trick, text) => expect(accepts(schema, text)).toBe(false));
  test.each(honest)('takes %s', (_words, text) => expect(accepts(schema, text)).toBe(true));

  test.each([' ', '\u00a0\u3000', '\u0301', '\u200b', '\u3164'])('is more than %j', (text) => {
    if (schema !== Description) expect(accepts(schema, text)).toBe(false);
  });

  test('is trimmed and composed, so that what looks the same is the same', () => {
    expect(schema.parse('  Zoe\u0308 \u00a0')).toBe('Zo\u00eb');
    expect(schema.parse('\u212b')).toBe('\u00c5');
  });
});

describe('letters that look like others', () => {
  const lookalikes = ['P\u0430ypal', '\u0410dmin', '\u0391dmin', 'g\u03bfogle', '\u0440\u0430y', 'ο\u0440а'];
  test.each(Object.entries(oneLine))('are refused within a word of a %s', (_name, schema) => {
    for (const text of lookalikes) expect(accepts(schema, text), text).toBe(false);
  });

  test('may stand in what people say at length', () => {
    for (const schema of Object.values(severalLines)) expect(accepts(schema, 'P\u0430ypal')).toBe(true);
  });

  test('are no letters of a handle, and make no topic', () => {
    for (const handle of ['\u0430dmin', 'ADMIN', 'ad min', 'ad\u200bmin', '\uff41dmin']) {
      expect(Handle.safeParse(handle).success, handle).toBe(false);
    }
    for (const topic of ['p\u0430ypal', 'a\u3164b', '\u3164', `a${'\u0335'.repeat(7)}`]) {
      expect(Topic.safeParse(topic).success, topic).toBe(false);
    }
    expect(Topic.parse('Фор\u043cула 1')).toBe('формула-1');
    expect(Topic.parse('\uff26ormula')).toBe('formula');
  });
});

describe('lengths', () => {
  test('count characters as people do, after composing', () => {
    expect(accepts(OutcomeLabel, '\u{1f986}'.repeat(60))).toBe(true);
    expect(accepts(OutcomeLabel, '\u{1f986}'.repeat(61))).toBe(false);
    expect(accepts(OutcomeLabel, 'e\u0308'.repeat(60))).toBe(true);
    expect(accepts(Question, 'x'.repeat(141))).toBe(false);
  });

  test('breaks and tabs are for texts of several lines', () => {
    for (const schema of Object.values(severalLines)) expect(accepts(schema, 'a\n\tb\r\nc')).toBe(true);
    for (const schema of Object.values(oneLine)) expect(accepts(schema, 'a\nb')).toBe(false);
  });
});
