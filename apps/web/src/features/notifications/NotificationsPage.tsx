import type { Notification } from '@mesh-markets/contract';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Bell, CheckCheck, Settings } from 'lucide-react';
import { errorSentence } from '../../api/errors.ts';
import { useFeatures } from '../../api/featureQueries.ts';
import { type NotificationFilter, notificationsQuery, unreadQuery } from '../../api/notificationQueries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { useNow } from '../../lib/useNow.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { tabClass } from '../../ui/tabClass.ts';
import { showToast } from '../../ui/toast.ts';
import { LoadMore } from '../feed/LoadMore.tsx';
import { byDay } from './byDay.ts';
import { NotificationItem } from './NotificationItem.tsx';

const route = getRouteApi('/notifications');

const filters: readonly [NotificationFilter, string][] = [
  ['all', 'All'],
  ['unread', 'Unread'],
  ['markets', 'Markets'],
  ['people', 'People'],
];

const emptyWords: Readonly<Record<NotificationFilter, readonly [title: string, words: string]>> = {
  all: [
    'Nothing to tell you yet',
    'When a market you hold closes or pays, somebody answers you, or a question of yours waits for you, it stands here.',
  ],
  unread: ['All read', 'What is new comes here first.'],
  markets: ['No news of markets yet', 'Trade or ask a question, and what becomes of it is told here.'],
  people: ['No news of people yet', 'Answers, mentions and new followers come here.'],
};

const Filters = () => {
  const { predictionMarkets } = useFeatures();
  const shown = filters.filter(([show]) => predictionMarkets || show !== 'markets');
  return (
    <nav aria-label="Which notifications" className="flex gap-5 overflow-x-auto border-b border-line">
      {shown.map(([show, label]) => (
        <Link
          key={show}
          to={paths.notifications()}
          search={show === 'all' ? {} : { show }}
          activeOptions={{ exact: true, includeSearch: true }}
          className={`${tabClass} flex items-center whitespace-nowrap`}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
};

const ListSkeleton = () => (
  <div className="grid gap-3 pt-12">
    {['first', 'second', 'third', 'fourth'].map((place) => (
      <Skeleton key={place} className="h-20" />
    ))}
  </div>
);

/** Whatever changes what is read asks again for all that shows it. */
const useReading = () => {
  const queryClient = useQueryClient();
  const onSuccess = (answer: { unread: number }): void => {
    queryClient.setQueryData(unreadQuery().queryKey, answer);
    void queryClient.invalidateQueries({ queryKey: ['notifications'] });
  };
  const onError = (error: Error): void => showToast({ message: errorSentence(error), tone: 'danger' });
  return {
    one: useApiMutation('markRead', { onSuccess, onError }),
    all: useApiMutation('markAllRead', { onSuccess, onError }),
  };
};

const List = ({
  notifications,
  onOpen,
}: {
  readonly notifications: readonly Notification[];
  readonly onOpen: (notification: Notification) => void;
}) => (
  <>
    {byDay(notifications, useNow()).map(({ name, entries }) => (
      <section key={name} aria-label={name} className="pt-5">
        <h2 className="pb-1 text-sm font-semibold text-muted">{name}</h2>
        <ul className="grid gap-0.5">
          {entries.map((notification) => (
            <NotificationItem key={notification.id} notification={notification} onOpen={onOpen} />
          ))}
        </ul>
      </section>
    ))}
  </>
);

/** The one written last, which need not be the one that happened last. */
const latestId = (notifications: readonly Notification[]): Notification['id'] =>
  notifications.reduce((latest, { id }) => (BigInt(id) > BigInt(latest) ? id : latest), notifications[0]!.id);

const Notifications = ({ show }: { readonly show: NotificationFilter }) => {
  const list = useInfiniteQuery(notificationsQuery(show));
  const reading = useReading();
  const notifications = list.data?.pages.flatMap((page) => page.notifications);
  if (notifications === undefined) {
    return list.isError ? (
      <ErrorState message={errorSentence(list.error)} onRetry={() => void list.refetch()} />
    ) : (
      <ListSkeleton />
    );
  }
  if (notifications.length === 0) {
    const [title, words] = emptyWords[show];
    return (
      <EmptyState icon={Bell} title={title}>
        {words}
      </EmptyState>
    );
  }
  const open = ({ id, readAt }: Notification): void => {
    if (readAt === undefined) reading.one.mutate({ params: { id }, body: {} });
  };
  const someUnread = notifications.some(({ readAt }) => readAt === undefined);
  return (
    <>
      <div className="flex h-12 items-end justify-end">
        <Button
          variant="ghost"
          size="small"
          pending={reading.all.isPending}
          pendingLabel="Marking…"
          disabledReason={someUnread ? undefined : 'Everything here has been read.'}
          onClick={() => reading.all.mutate({ body: { upTo: latestId(notifications) } })}
        >
          <CheckCheck aria-hidden size={16} />
          Mark all as read
        </Button>
      </div>
      <div className="-mt-11">
        <List notifications={notifications} onOpen={open} />
      </div>
      <LoadMore feed={list} />
    </>
  );
};

/** Everything the reader was told, newest first. */
export const NotificationsPage = () => {
  useDocumentTitle('Notifications');
  const { show = 'all' } = route.useSearch();
  return (
    <>
      <PageHeader
        title="Notifications"
        action={
          <Link
            to={paths.settings()}
            hash="notifications"
            className={buttonClass({ variant: 'secondary', size: 'small' })}
          >
            <Settings aria-hidden size={16} />
            What you are told
          </Link>
        }
      />
      <Filters />
      <Notifications show={show} />
    </>
  );
};
