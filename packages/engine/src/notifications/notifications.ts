import type {
  AnswerOf,
  NotificationChannel,
  NotificationKind,
  NotificationSettings,
  PushSubscriptionBody,
  UserId,
} from '@mesh-markets/contract';
import { EVERYTHING, type Sight } from '../reads/rows.ts';
import type { Slice, SliceOptions } from '../slice.ts';
import { claimMessage, type Message } from './claim.ts';
import { notificationConsumers } from './consumers.ts';
import { keepVapidKeys, subscribePush, unsubscribePush, type VapidKeys } from './push.ts';
import {
  countUnread,
  forgetNotifications,
  listNotifications,
  markAllRead,
  markRead,
  type NotificationQuery,
} from './reads.ts';
import { remindOfMarkets } from './remind.ts';
import { sendTestNotification } from './sendTest.ts';
import {
  emailChoice,
  getNotificationSettings,
  type SettingsChange,
  stopEmails,
  updateNotificationSettings,
} from './settings.ts';
import {
  type DeliveryStats,
  deliveryStats,
  hasDueMessage,
  type Outcome,
  type Settled,
  settleMessage,
} from './settle.ts';

type Unread = Promise<{ unread: number }>;

export interface NotificationsVerbs {
  readonly listNotifications: (
    userId: UserId,
    query: NotificationQuery,
    sight?: Sight,
  ) => Promise<AnswerOf<'listNotifications'>>;
  readonly countUnread: (userId: UserId, sight?: Sight) => Unread;
  readonly markRead: (userId: UserId, id: string, sight?: Sight) => Unread;
  readonly markAllRead: (userId: UserId, upTo?: string, sight?: Sight) => Unread;
  readonly getNotificationSettings: (userId: UserId) => Promise<NotificationSettings>;
  readonly updateNotificationSettings: (
    userId: UserId,
    change: SettingsChange,
  ) => Promise<NotificationSettings>;
  readonly sendTestNotification: (userId: UserId, channel: NotificationChannel) => Promise<{ sent: number }>;
  readonly subscribePush: (
    userId: UserId,
    subscription: PushSubscriptionBody,
    device: string,
  ) => Promise<NotificationSettings>;
  readonly unsubscribePush: (
    userId: UserId,
    which: { endpoint: string } | { id: string },
  ) => Promise<NotificationSettings>;
  /** Ends e-mails about one kind of thing, or all of them. The caller has checked that whoever asks may. */
  readonly stopEmails: (userId: UserId, kind: NotificationKind | undefined) => Promise<void>;
  /** The address behind an unsubscribe link, and whether what it is about has stopped. */
  readonly emailChoice: (
    userId: UserId,
    kind: NotificationKind | undefined,
  ) => Promise<{ email: string; stopped: boolean } | undefined>;
  /** Tells of markets that close soon or wait for their resolution; for a job. */
  readonly remindOfMarkets: () => Promise<{ markets: number }>;
  /** Deletes what was read, and is older than the given number of days. */
  readonly forgetNotifications: (days: number) => Promise<{ deleted: number }>;
  /** Takes the next message that is to be sent; nobody else gets it meanwhile. */
  readonly claimMessage: (mailsPerHour: number) => Promise<Message | undefined>;
  readonly settleMessage: (batch: string, outcome: Outcome) => Promise<Settled>;
  readonly hasDueMessage: () => Promise<boolean>;
  readonly deliveryStats: () => Promise<DeliveryStats>;
  /** The keys that sign push messages, made by the first who asks. */
  readonly keepVapidKeys: (made: () => VapidKeys) => Promise<VapidKeys>;
}

export const createNotifications = ({ pool, settings, news }: SliceOptions): Slice<NotificationsVerbs> => {
  const offersEmail = settings.offersEmail ?? false;
  const publish = (userId: UserId): void => news.publish({ kind: 'USERS', userIds: [userId] });
  /** The other windows of the same person hear of it. */
  const told = async <Answer>(userId: UserId, writing: Promise<Answer>): Promise<Answer> => {
    const answer = await writing;
    publish(userId);
    return answer;
  };
  const read = (userId: UserId) => getNotificationSettings(pool, userId, offersEmail);
  return {
    consumers: notificationConsumers({ offersEmail, publish: news.publish }),
    verbs: {
      listNotifications: (userId, query, sight = EVERYTHING) => listNotifications(pool, userId, query, sight),
      countUnread: (userId, sight = EVERYTHING) => countUnread(pool, userId, sight),
      markRead: (userId, id, sight = EVERYTHING) => told(userId, markRead(pool, userId, id, sight)),
      markAllRead: (userId, upTo, sight = EVERYTHING) => told(userId, markAllRead(pool, userId, upTo, sight)),
      getNotificationSettings: read,
      updateNotificationSettings: async (userId, change) => {
        await updateNotificationSettings(pool, userId, change);
        return read(userId);
      },
      sendTestNotification: (userId, channel) =>
        told(userId, sendTestNotification(pool, userId, channel, offersEmail)),
      subscribePush: async (userId, subscription, device) => {
        await subscribePush(pool, userId, subscription, device);
        return read(userId);
      },
      unsubscribePush: async (userId, which) => {
        await unsubscribePush(pool, userId, which);
        return read(userId);
      },
      stopEmails: (userId, kind) => stopEmails(pool, userId, kind),
      emailChoice: (userId, kind) => emailChoice(pool, userId, kind),
      remindOfMarkets: () => remindOfMarkets(pool, offersEmail, settings.abandonedAfterDays, news.publish),
      forgetNotifications: (days) => forgetNotifications(pool, days),
      claimMessage: (mailsPerHour) => claimMessage(pool, mailsPerHour),
      settleMessage: (batch, outcome) => settleMessage(pool, batch, outcome),
      hasDueMessage: () => hasDueMessage(pool),
      deliveryStats: () => deliveryStats(pool),
      keepVapidKeys: (made) => keepVapidKeys(pool, made),
    },
  };
};
