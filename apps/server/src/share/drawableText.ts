import inter from '@fontsource/inter/unicode.json' with { type: 'json' };
import arabic from '@fontsource/noto-sans-arabic/unicode.json' with { type: 'json' };
import hebrew from '@fontsource/noto-sans-hebrew/unicode.json' with { type: 'json' };

/** The files whose letters pictures are set in; the first that has a letter draws it. */
export const fontSubsets = [
  { font: 'inter', subset: 'latin', weights: [400, 600] },
  { font: 'inter', subset: 'latin-ext', weights: [400, 600] },
  { font: 'inter', subset: 'cyrillic', weights: [400, 600] },
  { font: 'inter', subset: 'greek', weights: [400, 600] },
  { font: 'inter', subset: 'vietnamese', weights: [400, 600] },
  { font: 'noto-sans-hebrew', subset: 'hebrew', weights: [400, 600] },
  { font: 'noto-sans-arabic', subset: 'arabic', weights: [400, 600] },
] as const;

/** `U+0100-02BA,U+02BD` as a character class. */
const classOf = (ranges: string): string =>
  ranges
    .split(',')
    .map((range) => range.trim().slice(2).split('-'))
    .map(([first, last]) => `\\u{${first}}${last === undefined ? '' : `-\\u{${last}}`}`)
    .join('');

const covered = [
  ...['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese'].map((subset) =>
    classOf(inter[subset as keyof typeof inter]),
  ),
  classOf(hebrew.hebrew),
  classOf(arabic.arabic),
].join('');

const notCovered = new RegExp(`[^${covered}]`, 'gu');
/** Marks that stand above one another without end, joiners and variants: what a font in pieces draws as boxes. */
const loose = /[\u0300-\u036f\u200b-\u200f\u2028-\u202f\u2060-\u206f]|[\ufe00-\ufe0f]/g;
const letter = /\p{L}/gu;

/**
 * A text without what the fonts cannot draw, such as emoji; undefined when so many of its letters would be missing that
 * it could not be read. Then the picture does without: the words stand beside it wherever it is shown.
 */
export const drawableText = (text: string): string | undefined => {
  const composed = text.normalize('NFC').replace(loose, '');
  const drawn = composed.replace(notCovered, '').replace(/\s+/g, ' ').trim();
  const letters = composed.match(letter)?.length ?? 0;
  const kept = drawn.match(letter)?.length ?? 0;
  return drawn === '' || kept < letters * 0.9 ? undefined : drawn;
};
