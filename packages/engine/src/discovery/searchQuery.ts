/** As Postgres cuts them in `search_text`: scripts that write words without spaces go character by character. */
const UNSPACED = '\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff';
const isUnspaced = new RegExp(`[${UNSPACED}]`, 'u');
const WORDS = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
/** Nobody types more, and each one more is a walk of the index. */
const MOST_WORDS = 12;

const plain = (typed: string): string =>
  typed
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase();

/**
 * What somebody typed as a `tsquery`: all the words, the last of them perhaps unfinished. Only letters and digits come through, each
 * word in quotes, so nothing typed is ever an operator. Undefined where there is no word at all.
 */
export const searchQueryOf = (typed: string): string | undefined => {
  const words = plain(typed).match(WORDS)?.slice(0, MOST_WORDS);
  return words
    ?.map((word, i) => {
      if (isUnspaced.test(word)) return `(${[...word].map((character) => `'${character}'`).join(' <-> ')})`;
      return i === words.length - 1 ? `'${word}':*` : `'${word}'`;
    })
    .join(' & ');
};
