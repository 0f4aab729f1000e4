import { type Notification, notificationPath, notificationWords } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { className as join } from '../../lib/className.ts';
import { formatExact } from '../../lib/time.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { kindWords } from './kindWords.ts';

interface NotificationItemProps {
  readonly notification: Notification;
  readonly onOpen: (notification: Notification) => void;
}

/** One line of news, which leads to what it is about. What is unread is bold, has a dot, and says so. */
export const NotificationItem = ({ notification, onOpen }: NotificationItemProps) => {
  const { title, about, detail } = notificationWords(notification, formatExact);
  const [to, hash] = notificationPath(notification).split('#');
  const Icon = notification.kind === 'TEST' ? Bell : kindWords[notification.kind].icon;
  const isUnread = notification.readAt === undefined;
  return (
    <li>
      <Link
        to={to!}
        {...(hash === undefined ? {} : { hash })}
        onClick={() => onOpen(notification)}
        className="-mx-2 flex gap-3 rounded-md px-2 py-3 transition-colors hover:bg-hover"
      >
        <span
          className={join(
            'flex size-9 shrink-0 items-center justify-center rounded-full',
            isUnread ? 'bg-accent-soft text-accent' : 'bg-sunken text-muted',
          )}
        >
          <Icon aria-hidden size={18} strokeWidth={1.75} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline justify-between gap-3">
            <span dir="auto" className={join('min-w-0', isUnread && 'font-semibold')}>
              {isUnread && <VisuallyHidden>Unread: </VisuallyHidden>}
              {title}
            </span>
            <span className="flex shrink-0 items-center gap-2 text-xs text-muted">
              <DateTime at={notification.createdAt} />
              {isUnread && <span aria-hidden className="size-2 rounded-full bg-accent" />}
            </span>
          </span>
          {about !== undefined && (
            <span dir="auto" className="line-clamp-2 text-sm">
              {about}
            </span>
          )}
          {detail !== undefined && (
            <span dir="auto" className="figures line-clamp-2 text-sm text-muted">
              {detail}
            </span>
          )}
        </span>
      </Link>
    </li>
  );
};
