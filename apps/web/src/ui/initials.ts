const segmenter = new Intl.Segmenter();

const firstLetter = (word: string): string =>
  segmenter.segment(word)[Symbol.iterator]().next().value?.segment ?? '';

/** `Ana María Silva` → `AS`; one word gives one letter; an emoji stays whole. */
export const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : [words[0] ?? ''];
  return ends.map(firstLetter).join('').toLocaleUpperCase();
};

/** A hue of 0 to 359 that stays the same for a handle. */
export const hueOf = (handle: string): number => {
  let hash = 7;
  for (const character of handle) hash = (hash * 31 + character.codePointAt(0)!) % 36_000;
  return hash % 360;
};
