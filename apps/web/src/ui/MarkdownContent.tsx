import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import type { MarkdownProps } from './Markdown.tsx';
import { markMentions } from './markMentions.ts';
import { shallowMarkdown } from './shallowMarkdown.ts';

/** A stranger's headings start below the page's own. */
const components: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="nofollow noopener noreferrer ugc">
      {children}
    </a>
  ),
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h3>{children}</h3>,
};

const withMentions = (renderMention: NonNullable<MarkdownProps['renderMention']>): Components => ({
  ...components,
  span: ({ node, children }) => {
    const { dataMention } = node?.properties ?? {};
    if (typeof dataMention !== 'string') return <span>{children}</span>;
    return renderMention(dataMention, String(children)) ?? children;
  },
});

/** HTML in the text stays text; pictures are left out, because loading one tells its host who reads. */
export const MarkdownContent = ({ text, renderMention }: MarkdownProps) => (
  <ReactMarkdown
    remarkPlugins={renderMention === undefined ? [remarkGfm] : [remarkGfm, () => markMentions]}
    components={renderMention === undefined ? components : withMentions(renderMention)}
    disallowedElements={['img']}
  >
    {shallowMarkdown(text)}
  </ReactMarkdown>
);
