import { client } from '../../api/client.ts';

/** What this browser can do about push notifications, and what stands in the way. */
export type PushState =
  | 'ON'
  | 'OFF'
  /** The reader, or the browser by itself, has said no. */
  | 'DENIED'
  /** iPhones and iPads push only to apps on the home screen. */
  | 'NEEDS_HOME_SCREEN'
  /** The page did not come over https. */
  | 'INSECURE'
  | 'UNSUPPORTED';

const isApplePhone = (): boolean => /iPhone|iPad|iPod/.test(navigator.userAgent);

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
};

/** Only asked for: a visitor who never turns push on has no worker. */
const currentSubscription = async (): Promise<PushSubscription | null> => {
  if (!('serviceWorker' in navigator)) return null;
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager?.getSubscription()) ?? null;
};

export const readPushState = async (): Promise<PushState> => {
  if (!window.isSecureContext) return 'INSECURE';
  const able = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  if (!able) return isApplePhone() ? 'NEEDS_HOME_SCREEN' : 'UNSUPPORTED';
  if (Notification.permission === 'denied') return 'DENIED';
  return Notification.permission === 'granted' && (await currentSubscription()) !== null ? 'ON' : 'OFF';
};

/** Why push could not be turned on, as a sentence. */
export class PushRefused extends Error {
  override readonly name = 'PushRefused';
}

const askPermission = async (): Promise<void> => {
  const answer = await Notification.requestPermission();
  if (answer === 'granted') return;
  throw new PushRefused(
    answer === 'denied'
      ? 'The browser does not allow notifications from this site. Allow them in its settings for this site, then try again.'
      : 'The question was closed without an answer. Try again and choose Allow.',
  );
};

const isBoundTo = (subscription: PushSubscription, key: Uint8Array): boolean => {
  const bound = subscription.options.applicationServerKey;
  return bound !== null && new Uint8Array(bound).every((byte, place) => byte === key[place]);
};

const subscribe = async (): Promise<PushSubscription> => {
  const { publicKey } = await client.call('getPushKey');
  const key = bytesOf(publicKey);
  await navigator.serviceWorker.register('/sw.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before !== null && isBoundTo(before, key)) return before;
  // Bound to a key that this server no longer has: it would take nothing from us.
  await before?.unsubscribe();
  try {
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch {
    throw new PushRefused(
      "The browser could not reach its maker's push service. Some browsers have it switched off in their settings; a firewall may be in the way.",
    );
  }
};

/** Asks the reader, the browser's push service and then our server. @throws PushRefused with a sentence */
export const turnPushOn = async () => {
  await askPermission();
  const { endpoint, keys } = (await subscribe()).toJSON();
  return client.call('subscribePush', {
    body: { endpoint: endpoint ?? '', keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' } },
  });
};

/** Our server first: it must not go on sending what nobody receives. */
export const turnPushOff = async () => {
  const subscription = await currentSubscription();
  if (subscription === null) return undefined;
  const answer = await client.call('unsubscribePush', { body: { endpoint: subscription.endpoint } });
  await subscription.unsubscribe();
  return answer;
};
