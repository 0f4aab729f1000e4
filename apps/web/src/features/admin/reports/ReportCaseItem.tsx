import type { ReportCase } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { refreshDiscussion } from '../../../api/discussionQueries.ts';
import { errorSentence } from '../../../api/errors.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { paths } from '../../../lib/paths.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { showToast } from '../../../ui/toast.ts';
import { kindWords, reasonWords } from '../../discussion/commentWords.ts';
import { PersonLink } from '../../market/PersonLink.tsx';
import { PersonLine } from '../../people/PersonLine.tsx';

interface CaseProps {
  readonly report: ReportCase;
}

/** Where it stands, to be read in its place. */
const Context = ({ report: { kind, post, comment } }: CaseProps) => {
  const isText = post.question === undefined;
  const hash = comment === undefined ? undefined : `comment-${comment.id}`;
  const words = kind === 'COMMENT' ? 'See it in its place' : `See the ${kindWords[kind].toLowerCase()}`;
  return (
    <p className="text-sm text-muted">
      {post.question !== undefined && kind === 'COMMENT' && (
        <>
          Under <bdi className="text-text">{post.question}</bdi>{' '}
        </>
      )}
      <Link
        to={isText ? paths.post(post.id) : paths.market(post.id)}
        {...(hash !== undefined && { hash })}
        className="text-accent underline underline-offset-2"
      >
        {words}
      </Link>
    </p>
  );
};

const Reports = ({ report }: CaseProps) => (
  <ul className="grid gap-2 border-s-2 border-line ps-3 text-sm">
    {report.reports.map(({ id, reporter, reason, note, reportedText, createdAt }) => (
      <li key={id}>
        <span className="font-medium">{reasonWords[reason]}</span>{' '}
        <span className="text-muted">
          says <PersonLink user={reporter} />, <DateTime at={createdAt} />
        </span>
        {note !== undefined && (
          <p dir="auto" className="whitespace-pre-wrap">
            {note}
          </p>
        )}
        {reportedText !== undefined && (
          <p dir="auto" className="whitespace-pre-wrap text-muted">
            When it was reported it said: {reportedText}
          </p>
        )}
      </li>
    ))}
  </ul>
);

const Verdict = ({ report }: CaseProps) => {
  const queryClient = useQueryClient();
  const decide = useApiMutation('handleReport', {
    onSuccess: async (_, { body }) => {
      void refreshDiscussion(queryClient, report.post.id);
      await queryClient.invalidateQueries({ queryKey: ['reports'] });
      showToast({ message: body.verdict === 'REMOVE' ? 'Removed.' : 'Dismissed. It stays.' });
    },
  });
  const press = (verdict: 'DISMISS' | 'REMOVE') => () =>
    decide.mutate({ params: { id: report.id }, body: { verdict } });
  const pendingWith = decide.isPending ? decide.variables.body.verdict : undefined;
  return (
    <div className="grid gap-2">
      <FormError message={decide.error === null ? undefined : errorSentence(decide.error)} />
      <div className="flex flex-wrap gap-2">
        <Button
          variant="secondary"
          size="small"
          pending={pendingWith === 'DISMISS'}
          onClick={press('DISMISS')}
        >
          {report.deleted ? 'Done' : 'Dismiss: it stays'}
        </Button>
        {!report.deleted && (
          <Button
            variant="danger"
            size="small"
            pending={pendingWith === 'REMOVE'}
            disabledReason={
              report.kind === 'MARKET'
                ? 'People hold shares in a market, so it cannot be removed. Close it and resolve it as N/A instead.'
                : undefined
            }
            onClick={press('REMOVE')}
          >
            Remove the {kindWords[report.kind].toLowerCase()}
          </Button>
        )}
      </div>
    </div>
  );
};

/** One reported thing, everything that was said about it, and the decision. */
export const ReportCaseItem = ({ report }: CaseProps) => {
  const { kind, text, deleted, handled } = report;
  const author = report.comment?.author ?? report.post.author;
  return (
    <article aria-label={`${kindWords[kind]} by ${author.name}`} className="grid min-w-0 grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Badge>{kindWords[kind]}</Badge>
        {deleted && <Badge tone="danger">Taken down</Badge>}
        <PersonLine person={author} at={report.createdAt} />
      </div>
      <blockquote dir="auto" className="rounded-md bg-sunken px-3 py-2 whitespace-pre-wrap">
        {text}
      </blockquote>
      <Context report={report} />
      <Reports report={report} />
      {handled === undefined ? (
        <Verdict report={report} />
      ) : (
        <p className="text-sm text-muted">
          {handled.verdict === 'REMOVED' ? 'Removed' : 'Dismissed'} by <PersonLink user={handled.by} />,{' '}
          <DateTime at={handled.at} />
        </p>
      )}
    </article>
  );
};
