import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';

/** A stranger's headings start below the page's own. */
const components: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="nofollow noopener noreferrer">
      {children}
    </a>
  ),
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h3>{children}</h3>,
};

/** HTML in the text stays text; pictures are left out, because loading one tells its host who reads. */
export const MarkdownContent = ({ text }: { readonly text: string }) => (
  <ReactMarkdown remarkPlugins={[remarkGfm]} components={components} disallowedElements={['img']}>
    {text}
  </ReactMarkdown>
);
