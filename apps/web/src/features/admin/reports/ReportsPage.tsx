import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { type ReportsState, reportsQuery } from '../../../api/discussionQueries.ts';
import { errorSentence } from '../../../api/errors.ts';
import { formatCount } from '../../../lib/format.ts';
import { paths } from '../../../lib/paths.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { LoadMore } from '../../feed/LoadMore.tsx';
import { AdminFrame } from '../AdminFrame.tsx';
import { ReportCaseItem } from './ReportCaseItem.tsx';

const route = getRouteApi('/admin/reports');

const Cases = ({ state }: { readonly state: ReportsState }) => {
  const pages = useInfiniteQuery(reportsQuery(state));
  const cases = pages.data?.pages.flatMap((page) => page.cases);
  if (cases === undefined) {
    return pages.isError ? (
      <ErrorState message={errorSentence(pages.error)} onRetry={() => void pages.refetch()} />
    ) : (
      <Skeleton className="h-64" />
    );
  }
  if (cases.length === 0) {
    return (
      <EmptyState icon={ShieldCheck} title={state === 'open' ? 'Nothing to decide' : 'Nothing decided yet'}>
        {state === 'open'
          ? 'When somebody reports a comment or a post, it stands here until an admin has looked at it.'
          : 'What admins have dismissed or removed stands here, latest first.'}
      </EmptyState>
    );
  }
  const waiting = pages.data?.pages[0]?.openCount ?? 0;
  return (
    <>
      <p className="figures pt-3 text-sm text-muted">{formatCount(waiting)} to decide</p>
      <ol aria-label="Reports" className="divide-y divide-line">
        {cases.map((report) => (
          <li key={`${report.id}-${report.handled?.at}`} className="py-5">
            <ReportCaseItem report={report} />
          </li>
        ))}
      </ol>
      <LoadMore feed={pages} />
    </>
  );
};

/** What people found wrong, and what is done about it. */
export const ReportsPage = () => {
  const navigate = useNavigate();
  const { show } = route.useSearch();
  const state: ReportsState = show ?? 'open';
  return (
    <AdminFrame title="Reports" lead="What people told you about comments and posts." moderators>
      <SegmentedControl
        label="Which reports"
        className="w-fit"
        segments={[
          { value: 'open', label: 'To decide' },
          { value: 'handled', label: 'Decided' },
        ]}
        value={state}
        onValueChange={(value) =>
          void navigate({ to: paths.reports(), search: value === 'handled' ? { show: value } : {} })
        }
      />
      <Cases state={state} />
    </AdminFrame>
  );
};
