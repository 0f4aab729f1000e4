import { type Notification, notificationPath, notificationWords } from '@mesh-markets/contract';
import type { PushMessage, VapidKeys } from '@mesh-markets/engine';
import webPush from 'web-push';
import { whenInUtc } from '../mail/composeMail.ts';
import { type PostAnswer, postJson } from '../webhooks/postJson.ts';

/** News of a day ago is read in the app. */
const TTL_SECONDS = 24 * 3_600;
const TIMEOUT_MS = 15_000;
/** Push services take 4 KiB, encrypted; a question and an excerpt stay far below. */
const TEXT_MAX = 300;

export interface PushSender {
  readonly keys: VapidKeys;
  /** How a push service reaches whoever runs this server: mailto: or https:. */
  readonly subject: string;
  /** For tests and intranets. */
  readonly allowPrivate: boolean;
}

const shorten = (text: string): string => (text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX - 1)}…` : text);

/** What the service worker shows. The tag lets a message that comes twice replace itself. */
const payloadOf = (notification: Notification): string => {
  const { title, about, detail } = notificationWords(notification, whenInUtc);
  return JSON.stringify({
    title: shorten(title),
    body: shorten([about, detail].filter((line) => line !== undefined).join('\n')),
    path: notificationPath(notification),
    tag: `notification-${notification.id}`,
  });
};

/** Waiting for a person's answer or their credits wakes a phone; the rest may wait until it is awake. */
const urgent: ReadonlySet<Notification['kind']> = new Set([
  'MARKET_RESOLVED',
  'NEEDS_RESOLVING',
  'ORACLE_ASKED',
  'REPLY',
  'MENTION',
  'TEST',
]);

/** Encrypts a message for one browser and hands it to that browser's push service; answers the service's status. */
export const sendPush = (message: PushMessage, sender: PushSender): Promise<PostAnswer> => {
  const { endpoint, p256dh, auth } = message.subscription;
  const [notification] = message.notifications;
  const { body, headers } = webPush.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    payloadOf(notification!),
    {
      TTL: TTL_SECONDS,
      urgency: urgent.has(notification!.kind) ? 'high' : 'normal',
      contentEncoding: 'aes128gcm',
      vapidDetails: { subject: sender.subject, ...sender.keys },
    },
  );
  const sent = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  return postJson(endpoint, body ?? Buffer.alloc(0), {
    headers: sent,
    timeoutMs: TIMEOUT_MS,
    allowPrivate: sender.allowPrivate,
  });
};
