/** As Postgres cuts them in `search_text`: scripts without spaces between words go character by character. */
const WITHOUT_SPACES = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]/u;
const WORDS = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+|(?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])[\p{L}\p{N}\p{M}])+/gu;
/** Nobody types more, and each one more is a walk of the index. */
const MOST_WORDS = 12;

/**
 * What somebody typed as a `tsquery`: all the words, the last of them perhaps unfinished. Only letters and digits come through, each
 * word in quotes, so nothing typed is ever an operator. Undefined where there is no word at all.
 */
export const searchQueryOf = (typed: string): string | undefined => {
  const words = typed.normalize('NFKC').match(WORDS)?.slice(0, MOST_WORDS);
  if (!words) return undefined;
  const finished = /[^\p{L}\p{N}\p{M}]$/u.test(typed);
  return words
    .map((word, i) => {
      if (WITHOUT_SPACES.test(word)) return [...word].map((character) => `'${character}'`).join(' <-> ');
      return i === words.length - 1 && !finished ? `'${word}':*` : `'${word}'`;
    })
    .map((word) => `(${word})`)
    .join(' & ');
};
