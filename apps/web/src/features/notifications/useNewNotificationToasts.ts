import { notificationPath } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { newestNotificationsQuery } from '../../api/notificationQueries.ts';
import { paths } from '../../lib/paths.ts';
import { showToast } from '../../ui/toast.ts';
import { newSince, toastWords } from './newNotifications.ts';

/** Says in passing what is new while the app is open; the page about notifications says it itself. */
export const useNewNotificationToasts = (): void => {
  const { data } = useQuery(newestNotificationsQuery());
  const router = useRouter();
  const seen = useRef<bigint>(undefined);

  useEffect(() => {
    if (data === undefined) return;
    const { fresh, newest } = newSince(data.notifications, seen.current);
    seen.current = newest;
    const [first] = fresh;
    if (first === undefined || router.state.location.pathname === paths.notifications()) return;
    const leadsTo = fresh.length === 1 ? notificationPath(first) : paths.notifications();
    showToast({
      message: toastWords(fresh),
      action: { label: 'Show', onSelect: () => router.history.push(leadsTo) },
    });
  }, [data, router]);
};
