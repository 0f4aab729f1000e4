import { linkedParts } from './linkedParts.ts';

/** Plain text whose web addresses can be followed. */
export const LinkedText = ({ text }: { readonly text: string }) =>
  linkedParts(text).map(({ from, text: words, href }) =>
    href === undefined ? (
      words
    ) : (
      <a
        key={from}
        href={href}
        target="_blank"
        rel="nofollow noopener noreferrer ugc"
        className="text-accent underline underline-offset-2"
      >
        {words}
      </a>
    ),
  );
