import { lazy, Suspense } from 'react';

const MarkdownContent = lazy(async () => ({
  default: (await import('./MarkdownContent.tsx')).MarkdownContent,
}));

/** Markdown that somebody wrote. The parser loads when it is first needed; until then the text stands as typed. */
export const Markdown = ({ text }: { readonly text: string }) => (
  <div dir="auto" className="markdown text-base">
    <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
      <MarkdownContent text={text} />
    </Suspense>
  </div>
);
