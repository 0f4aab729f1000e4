/*
 * Which characters a text may have, so that nobody reads something else than what is stored: nothing invisible, nothing that turns the
 * reading direction, no letters that only look like those of the word they stand in.
 */

/** Scripts whose letters change their shape beside a joiner, so that one in between means something. */
const JOINING = [
  'Arabic',
  'Syriac',
  'Mongolian',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
]
  .concat(['Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar'])
  .map((script) => `\\p{Script=${script}}`)
  .join('');

/** Invisible characters where they belong: in emoji, in scripts that join their letters, after the letter whose form they choose. */
const inPlace = new RegExp(
  [
    '\\u{1F3F4}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{2,6}\\u{E007F}',
    '(?<=[\\p{Extended_Pictographic}\\p{Regional_Indicator}])[\\uFE0E\\uFE0F]',
    '(?<=[0-9#*])\\uFE0F(?=\\u20E3)',
    '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F])\\u200D(?=\\p{Extended_Pictographic})',
    `(?<=[${JOINING}\\p{M}])[\\u200C\\u200D](?=[${JOINING}])`,
    '(?<=\\p{Script=Mongolian})[\\u180B-\\u180D\\u180F]',
    '(?<=\\p{Script=Han})[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]',
  ].join('|'),
  'gu',
);

/**
 * Controls, what Unicode says to leave out when it cannot be shown (zero width, bidi, tags, fillers, selectors), separators of lines and
 * annotations, the blank Braille pattern, and what has no meaning but a private one.
 */
const hidden =
  /[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Co}\p{Noncharacter_Code_Point}\u2028\u2029\uFFF9-\uFFFB\u2800]/u;
const lineMarks = /[\n\r\t]/g;

export const hidesSomething = (text: string, lines: boolean): boolean =>
  hidden.test((lines ? text.replace(lineMarks, '') : text).replace(inPlace, ''));

/** More marks on one letter than any language puts there: they run over the lines around it. */
const piledUp = /\p{M}{6,}/u;
const seen = /[^\p{M}\p{Z}\s]/u;

export const pilesMarks = (text: string): boolean => piledUp.test(text);
export const showsSomething = (text: string): boolean => seen.test(text);

/** Greek letters that pass for Latin ones. Δ, µ or π in a word of Latin letters mean themselves. */
const latinLooks = /[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυϲϳΚ]/u;
const word = /[\p{L}\p{M}\p{N}_]+/gu;

/** Whether a word has letters of scripts that nobody mixes but to be taken for another: `Pаypal` with a Cyrillic а. */
export const mixesScripts = (text: string): boolean =>
  [...text.matchAll(word)].some(([letters]) => {
    const latin = /\p{Script=Latin}/u.test(letters);
    const cyrillic = /\p{Script=Cyrillic}/u.test(letters);
    const greek = latinLooks.test(letters) || (cyrillic && /\p{Script=Greek}/u.test(letters));
    return (latin && cyrillic) || (greek && (latin || cyrillic));
  });
