import { lazy, type ReactNode, Suspense } from 'react';

const MarkdownContent = lazy(async () => ({
  default: (await import('./MarkdownContent.tsx')).MarkdownContent,
}));

export interface MarkdownProps {
  readonly text: string;
  /** For a note among smaller text. */
  readonly small?: boolean;
  /** What stands for `@handle`; where it is left out, or answers undefined, the words stay as they are. */
  readonly renderMention?: (handle: string, words: string) => ReactNode;
}

/**
 * Markdown that somebody wrote. The parser loads when it is first needed; until then the text as typed keeps the place, unseen, so
 * that nobody reads its marks.
 */
export const Markdown = ({ text, small = false, renderMention }: MarkdownProps) => (
  <div dir="auto" className={small ? 'markdown text-sm' : 'markdown text-base'}>
    <Suspense fallback={<p className="invisible whitespace-pre-wrap">{text}</p>}>
      <MarkdownContent text={text} {...(renderMention && { renderMention })} />
    </Suspense>
  </div>
);
