import type { Engine, VapidKeys } from '@mesh-markets/engine';
import webPush from 'web-push';
import type { Settings } from '../settings.ts';

interface VapidEnvironment {
  readonly VAPID_PUBLIC_KEY?: string | undefined;
  readonly VAPID_PRIVATE_KEY?: string | undefined;
}

export const vapidProblems = (read: VapidEnvironment): string[] =>
  (read.VAPID_PUBLIC_KEY === undefined) === (read.VAPID_PRIVATE_KEY === undefined)
    ? []
    : ['VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY belong together. Set both or neither.'];

export const vapidKeysOf = ({
  VAPID_PUBLIC_KEY: publicKey,
  VAPID_PRIVATE_KEY: privateKey,
}: VapidEnvironment): VapidKeys | undefined =>
  publicKey === undefined || privateKey === undefined ? undefined : { publicKey, privateKey };

/** The pair of the settings, or the one in the database, which the first server made that needed it. */
export const loadVapidKeys = async (
  { vapidKeys }: Pick<Settings, 'vapidKeys'>,
  engine: Pick<Engine, 'keepVapidKeys'>,
): Promise<VapidKeys> => vapidKeys ?? engine.keepVapidKeys(() => webPush.generateVAPIDKeys());
