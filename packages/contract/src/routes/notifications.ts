import { z } from 'zod';
import { Credits } from '../amounts.ts';
import {
  Digest,
  Notification,
  NotificationChannel,
  NotificationId,
  NotificationKind,
  NotificationPreference,
  NotificationSettings,
  PushSubscriptionBody,
} from '../notifications.ts';
import { define } from '../route.ts';
import { nextCursor, page } from './parts.ts';

const unread = z.object({
  /** Counted up to 100. */
  unread: z.int().min(0).max(100),
});

/** Signed by the server; it says whose e-mails about what are to stop. */
const token = z.object({
  token: z.string().regex(/^[A-Za-z0-9_-]{20,200}$/, 'Must be a token from an e-mail.'),
});

const stopping = z.object({
  /** The address, mostly hidden: whoever holds the token is not signed in. */
  email: z.string(),
  /** What it would stop; absent for all e-mails. */
  kind: NotificationKind.optional(),
  stopped: z.boolean(),
});

export const notificationsRoutes = define({
  listNotifications: {
    method: 'GET',
    path: '/api/notifications',
    access: 'user',
    summary: 'What the signed-in person was told, newest first.',
    query: z.object({
      ...page,
      show: z.enum(['all', 'unread', 'markets', 'people']).default('all'),
    }),
    answer: z.object({ notifications: z.array(Notification), nextCursor }),
  },
  countUnread: {
    method: 'GET',
    path: '/api/notifications/unread',
    access: 'user',
    summary: 'How many notifications are unread, up to 100.',
    answer: unread,
  },
  markRead: {
    method: 'POST',
    path: '/api/notifications/{id}/read',
    access: 'user',
    summary: 'Marks one notification as read.',
    params: z.object({ id: NotificationId }),
    body: z.strictObject({}).optional(),
    answer: unread,
    errors: ['NOT_FOUND'],
  },
  markAllRead: {
    method: 'POST',
    path: '/api/notifications/read',
    access: 'user',
    summary: 'Marks every notification as read, or those up to the one named, so that none is marked unseen.',
    body: z.strictObject({ upTo: NotificationId.optional() }).optional(),
    answer: unread,
  },
  getNotificationSettings: {
    method: 'GET',
    path: '/api/notifications/settings',
    access: 'user',
    summary: 'What the signed-in person is told, and how.',
    answer: NotificationSettings,
  },
  updateNotificationSettings: {
    method: 'PATCH',
    path: '/api/notifications/settings',
    access: 'user',
    summary: 'Changes what the signed-in person is told, and how. What is not named stays.',
    body: z.strictObject({
      kinds: z
        .array(NotificationPreference.partial({ inApp: true, email: true, push: true }).strict())
        .max(NotificationKind.options.length)
        .optional(),
      largeTrade: Credits.optional(),
      digest: Digest.optional(),
    }),
    answer: NotificationSettings,
  },
  sendTestNotification: {
    method: 'POST',
    path: '/api/notifications/test',
    access: 'user',
    summary: 'Sends the signed-in person a notification over one channel, whatever their settings.',
    body: z.strictObject({ channel: NotificationChannel }),
    answer: z.object({ sent: z.int().min(0) }),
    errors: ['NOT_FOUND'],
  },
  getPushKey: {
    method: 'GET',
    path: '/api/push/key',
    access: 'anyone',
    summary: 'The public VAPID key that a browser needs to subscribe.',
    answer: z.object({ publicKey: z.string() }),
  },
  subscribePush: {
    method: 'POST',
    path: '/api/push/subscribe',
    access: 'user',
    summary:
      'Registers a browser for push notifications. A subscription belongs to whoever registered it last.',
    body: PushSubscriptionBody,
    answer: NotificationSettings,
    errors: ['FORBIDDEN'],
  },
  unsubscribePush: {
    method: 'POST',
    path: '/api/push/unsubscribe',
    access: 'user',
    summary: 'Forgets a browser, by its endpoint or by its id in the settings.',
    body: z.union([
      z.strictObject({ endpoint: PushSubscriptionBody.shape.endpoint }),
      z.strictObject({ id: NotificationId }),
    ]),
    answer: NotificationSettings,
  },
  showUnsubscribe: {
    method: 'GET',
    path: '/api/unsubscribe/{token}',
    access: 'anyone',
    summary:
      'What the link of an e-mail would stop. Changes nothing, so that a program that follows links stops nothing.',
    params: token,
    answer: stopping,
    errors: ['NOT_FOUND'],
  },
  unsubscribe: {
    method: 'POST',
    path: '/unsubscribe/{token}',
    access: 'anyone',
    acceptsForm: true,
    summary:
      'Stops the e-mails that the token names, at once and without signing in (RFC 8058: mail programs post a form here). With {"all":true} all of them.',
    params: token,
    body: z.object({ all: z.boolean().optional() }).optional(),
    answer: stopping,
    errors: ['NOT_FOUND'],
  },
});
