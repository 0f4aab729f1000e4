/** A piece of a text, and whether it is what was searched for. */
export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

const words = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts without spaces between words: there a query is found anywhere in a run. */
const unspaced = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]/u;

/** As search compares: without case and accents. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase();

/** Where in a word the query is: start and length. The whole word where folding changed its length. */
const foundIn = (word: string, asked: readonly string[]): readonly [number, number] | undefined => {
  const folded = fold(word);
  const exact = folded.length === word.length;
  for (const [i, query] of asked.entries()) {
    if (unspaced.test(query)) {
      const at = folded.indexOf(query);
      if (at >= 0) return exact ? [at, query.length] : [0, word.length];
    }
    const fits = i === asked.length - 1 ? folded.startsWith(query) : folded === query;
    if (fits) return [0, exact ? query.length : word.length];
  }
  return undefined;
};

/** Cuts a text where the words of a query stand in it; the last of them may be unfinished. */
export const highlight = (text: string, query: string): Piece[] => {
  const asked = fold(query).match(words) ?? [];
  const pieces: Piece[] = [];
  let done = 0;
  for (const { 0: word, index } of text.matchAll(words)) {
    const found = foundIn(word, asked);
    if (found === undefined) continue;
    const [start, length] = [index + found[0], found[1]];
    if (start > done) pieces.push({ text: text.slice(done, start), found: false });
    pieces.push({ text: text.slice(start, start + length), found: true });
    done = start + length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), found: false });
  return pieces;
};

const BEFORE = 60;
const EXCERPT = 240;

/** The part of a long text that shows the first word found. */
export const excerpt = (text: string, query: string): string => {
  if (text.length <= EXCERPT) return text;
  const [first] = highlight(text, query);
  const at = first === undefined || first.found ? 0 : first.text.length;
  if (at <= BEFORE || at >= text.length) return `${text.slice(0, EXCERPT).trimEnd()}…`;
  const from = text.indexOf(' ', at - BEFORE) + 1;
  const start = from > 0 && from < at ? from : at - BEFORE;
  const end = start + EXCERPT;
  return `…${text.slice(start, end).trimEnd()}${end < text.length ? '…' : ''}`;
};
