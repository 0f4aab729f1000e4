import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { unreadQuery } from '../../api/notificationQueries.ts';
import { paths } from '../../lib/paths.ts';
import { useUnreadInTitle } from '../../lib/useDocumentTitle.ts';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { useNewNotificationToasts } from './useNewNotificationToasts.ts';

const useUnread = (): number => useQuery(unreadQuery()).data?.unread ?? 0;

const countWords = (unread: number): string => (unread > 99 ? '99+' : String(unread));

interface NotificationBellProps {
  readonly className: string;
  /** Hides the word where there is room for the bell only. */
  readonly labelClass: string;
}

/** The way to the notifications, with how many are unread; never shown to visitors. */
export const NotificationBell = ({ className, labelClass }: NotificationBellProps) => {
  const unread = useUnread();
  return (
    <Link to={paths.notifications()} title="Notifications" className={className}>
      <span className="relative">
        <Bell aria-hidden size={20} strokeWidth={1.75} />
        {unread > 0 && (
          <span
            aria-hidden
            className="figures absolute -end-2.5 -top-2 flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 text-[0.625rem] leading-none font-semibold whitespace-nowrap text-on-accent"
          >
            {countWords(unread)}
          </span>
        )}
      </span>
      <span className={labelClass}>
        Notifications
        {unread > 0 && <VisuallyHidden> ({countWords(unread)} unread)</VisuallyHidden>}
      </span>
    </Link>
  );
};

/** What goes on beside the page while somebody is signed in: the number in the tab's title, and a word when news comes. */
export const NotificationWatch = () => {
  useUnreadInTitle(useUnread());
  useNewNotificationToasts();
  return null;
};
