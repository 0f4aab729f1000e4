/** Deeper than anybody writes, and far from where the parser runs out of stack. */
const DEEPEST = 12;

/** What opens a quotation or a list at the beginning of a line, or after another such mark. */
const mark = /[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))/y;

const shallowLine = (line: string): string => {
  let kept = 0;
  let depth = 0;
  let end = 0;
  mark.lastIndex = 0;
  while (mark.test(line)) {
    depth += 1;
    end = mark.lastIndex;
    if (depth <= DEEPEST) kept = end;
  }
  return depth > DEEPEST ? line.slice(0, kept) + line.slice(end) : line;
};

/**
 * Text without the marks that nest quotations and lists deeper than anybody means. The parser works itself into each of them, so some
 * thousands in one line would break the page of everybody who reads it.
 */
export const shallowMarkdown = (text: string): string => text.split('\n').map(shallowLine).join('\n');
