import { highlight } from './highlight.ts';

interface HighlightedProps {
  readonly text: string;
  readonly query: string;
}

/** A text in which the words that were searched for stand out. */
export const Highlighted = ({ text, query }: HighlightedProps) => {
  let at = 0;
  return highlight(text, query).map((piece) => {
    const key = at;
    at += piece.text.length;
    return piece.found ? (
      <mark key={key} className="rounded-[2px] bg-accent-soft font-semibold text-accent">
        {piece.text}
      </mark>
    ) : (
      <span key={key}>{piece.text}</span>
    );
  });
};
