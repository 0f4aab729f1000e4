import type { Notification } from '@mesh-markets/contract';
import { notificationWords } from '@mesh-markets/contract';
import { formatCounted } from '../../lib/format.ts';
import { formatExact } from '../../lib/time.ts';

interface New {
  /** Newest first. */
  readonly fresh: readonly Notification[];
  /** Of everything seen so far. */
  readonly newest: bigint;
}

/**
 * Which of the newest notifications came after those seen before; none on the first look. One's own trade was announced
 * where it was made.
 */
export const newSince = (notifications: readonly Notification[], seen: bigint | undefined): New => {
  const ids = notifications.map(({ id }) => BigInt(id));
  const newest = ids.reduce((max, id) => (id > max ? id : max), seen ?? 0n);
  if (seen === undefined) return { fresh: [], newest };
  const fresh = notifications.filter(({ id, kind }) => BigInt(id) > seen && kind !== 'TRADE_EXECUTED');
  return { fresh, newest };
};

export const toastWords = (fresh: readonly Notification[]): string => {
  const [first] = fresh;
  if (first === undefined || fresh.length > 1) return formatCounted(fresh.length, 'new notification');
  const { title, about } = notificationWords(first, formatExact);
  return about === undefined ? title : `${title}: ${about}`;
};
