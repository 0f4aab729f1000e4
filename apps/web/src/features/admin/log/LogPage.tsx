import type { Deed, DeedKind } from '@mesh-markets/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { deedsQuery } from '../../../api/authorityQueries.ts';
import { errorSentence } from '../../../api/errors.ts';
import { paths } from '../../../lib/paths.ts';
import { DateTime } from '../../../ui/DateTime.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { LoadMore } from '../../feed/LoadMore.tsx';
import { PersonLink } from '../../market/PersonLink.tsx';
import { AdminFrame } from '../AdminFrame.tsx';

const kindWords: Readonly<Record<DeedKind, string>> = {
  ROLE_GIVEN: 'changed the role of',
  BANNED: 'banned',
  BAN_LIFTED: 'lifted a ban of',
  POST_HIDDEN: 'hid',
  POST_SHOWN: 'showed again',
  COMMENT_REMOVED: 'removed a comment of',
  REPORT_DISMISSED: 'dismissed reports about',
  REPORT_UPHELD: 'took down what was reported of',
  MARKET_CLOSED: 'closed for others',
  MARKET_RESOLVED: 'resolved for others',
  DISPUTE_DECIDED: 'decided a dispute about',
  MARKET_CORRECTED: 'corrected the result of',
  BOT_FLAGGED: 'said whether this is a bot:',
  SECOND_FACTOR_REMOVED: 'took the second step at sign-in from',
  INVITED: 'made an invitation',
  INVITATION_REVOKED: 'revoked an invitation',
  RESET_LINK_MADE: 'made a link to a new password for',
  SWITCHED: 'turned a switch',
};

const DeedItem = ({ deed: { kind, at, by, user, post, detail } }: { readonly deed: Deed }) => (
  <li className="grid gap-1 py-3 text-sm">
    <p className="min-w-0 wrap-anywhere">
      {by === undefined ? <span className="font-medium">Command line</span> : <PersonLink user={by} />}{' '}
      {kindWords[kind]} {user !== undefined && <PersonLink user={user} />}{' '}
      {post !== undefined && (
        <Link
          to={post.question === undefined ? paths.post(post.id) : paths.market(post.id)}
          className="text-accent underline underline-offset-2"
        >
          {post.question === undefined ? 'this post' : <bdi>{post.question}</bdi>}
        </Link>
      )}
    </p>
    {detail !== undefined && (
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap text-muted">
        {detail}
      </p>
    )}
    <DateTime at={at} className="text-xs text-muted" />
  </li>
);

const Deeds = () => {
  const pages = useInfiniteQuery(deedsQuery());
  const deeds = pages.data?.pages.flatMap((page) => page.deeds);
  if (deeds === undefined) {
    return pages.isError ? (
      <ErrorState message={errorSentence(pages.error)} onRetry={() => void pages.refetch()} />
    ) : (
      <Skeleton className="h-64" />
    );
  }
  if (deeds.length === 0) {
    return (
      <EmptyState icon={ScrollText} title="Nothing yet">
        Whatever moderators and admins do by their authority stands here, and stays.
      </EmptyState>
    );
  }
  return (
    <>
      <ol aria-label="Log" className="divide-y divide-line">
        {deeds.map((deed) => (
          <DeedItem key={deed.id} deed={deed} />
        ))}
      </ol>
      <LoadMore feed={pages} />
    </>
  );
};

/** Who did what by their authority. Nobody can change it. */
export const LogPage = () => (
  <AdminFrame title="Log" lead="What moderators and admins did, latest first. Nothing here can be changed.">
    <Deeds />
  </AdminFrame>
);
