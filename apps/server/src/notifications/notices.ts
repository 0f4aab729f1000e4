import type { Engine } from '@mesh-markets/engine';
import { createRateLimit, type RateLimit } from '../http/rateLimit.ts';
import { readUnsubscription, type Unsubscription } from '../mail/unsubscribeToken.ts';
import type { Settings } from '../settings.ts';
import { loadVapidKeys } from './vapidSettings.ts';

/** What the routes about notifications work with, beside the engine. */
export interface Notices {
  /** The public VAPID key. */
  readonly pushKey: () => Promise<string>;
  readonly readUnsubscribe: (token: string) => Unsubscription | undefined;
  /** Against a test button that is held down. */
  readonly testLimit: RateLimit;
}

const TESTS_PER_MINUTE = 5;

export const createNotices = (
  settings: Pick<Settings, 'vapidKeys'>,
  engine: Pick<Engine, 'keepVapidKeys'>,
  authSecret: string,
): Notices => ({
  pushKey: async () => (await loadVapidKeys(settings, engine)).publicKey,
  readUnsubscribe: (token) => readUnsubscription(token, authSecret),
  testLimit: createRateLimit({
    name: 'test notifications',
    max: TESTS_PER_MINUTE,
    windowSeconds: 60,
    sentence: 'That is enough tests for a minute. Wait a moment and try again.',
  }),
});
