import type { Engine } from '@mesh-markets/engine';
import { readUnsubscription, type Unsubscription } from '../mail/unsubscribeToken.ts';
import type { Settings } from '../settings.ts';
import { loadVapidKeys } from './vapidSettings.ts';

/** What the routes about notifications work with, beside the engine. */
export interface Notices {
  /** The public VAPID key. */
  readonly pushKey: () => Promise<string>;
  readonly readUnsubscribe: (token: string) => Unsubscription | undefined;
}

export const createNotices = (
  settings: Pick<Settings, 'vapidKeys'>,
  engine: Pick<Engine, 'keepVapidKeys'>,
  authSecret: string,
): Notices => ({
  pushKey: async () => (await loadVapidKeys(settings, engine)).publicKey,
  readUnsubscribe: (token) => readUnsubscription(token, authSecret),
});
