export interface TextPart {
  /** Where in the text the part begins. */
  readonly from: number;
  readonly text: string;
  readonly href?: string;
}

const address = /https?:\/\/[^\s<>"']+/g;

const punctuation = '.,;:!?…';

/** Punctuation at the end belongs to the sentence, and a closing bracket only to the link that opened one. Looks at each letter once. */
const endOfAddress = (found: string): string => {
  const bracket = found.indexOf('(');
  let end = found.length;
  while (end > 0) {
    const last = found[end - 1]!;
    const closesNothing = last === ')' && (bracket === -1 || bracket >= end);
    if (!closesNothing && !punctuation.includes(last)) break;
    end -= 1;
  }
  return found.slice(0, end);
};

/** Plain text cut into words and web addresses. Only http and https become links. */
export const linkedParts = (text: string): TextPart[] => {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const href = endOfAddress(match[0]);
    if (!URL.canParse(href)) continue;
    if (match.index > from) parts.push({ from, text: text.slice(from, match.index) });
    parts.push({ from: match.index, text: href, href });
    from = match.index + href.length;
  }
  if (from < text.length) parts.push({ from, text: text.slice(from) });
  return parts;
};
