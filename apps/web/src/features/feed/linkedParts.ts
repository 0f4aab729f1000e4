export interface TextPart {
  /** Where in the text the part begins. */
  readonly from: number;
  readonly text: string;
  readonly href?: string;
}

const address = /https?:\/\/[^\s<>"']+/g;

/** Punctuation at the end belongs to the sentence, and a closing bracket only to the link that opened one. */
const endOfAddress = (found: string): string => {
  const trimmed = found.replace(/[.,;:!?…]+$/u, '');
  return trimmed.endsWith(')') && !trimmed.includes('(') ? endOfAddress(trimmed.slice(0, -1)) : trimmed;
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
