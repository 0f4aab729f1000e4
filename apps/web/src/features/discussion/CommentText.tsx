import type { Comment } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { paths } from '../../lib/paths.ts';
import { Markdown } from '../../ui/Markdown.tsx';

/** The words of a comment; who is named can be followed. */
export const CommentText = ({
  body,
  mentions,
}: {
  readonly body: string;
  readonly mentions: Comment['mentions'];
}) => (
  <Markdown
    text={body}
    renderMention={(handle, words) => {
      const person = mentions.find((mention) => mention.handle === handle)?.user;
      return (
        person && (
          <Link to={paths.profile(person.handle)} title={person.name}>
            {words}
          </Link>
        )
      );
    }}
  />
);
