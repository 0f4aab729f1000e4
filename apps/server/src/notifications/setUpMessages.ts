import type { Engine } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';
import { createSendMail } from '../mail/sendMail.ts';
import type { Settings } from '../settings.ts';
import { createMessenger, type Messenger, type MessengerOptions } from './messenger.ts';
import { loadVapidKeys } from './vapidSettings.ts';

interface SetUpOptions {
  readonly settings: Settings;
  readonly engine: MessengerOptions['engine'] & Pick<Engine, 'keepVapidKeys'>;
  readonly authSecret: string;
  readonly log: FastifyBaseLogger;
  readonly onSettled: MessengerOptions['onSettled'];
}

/** Apple's service refuses a subject that is plainly made up; the address that mail comes from is the next best to one that is set. */
const subjectOf = ({ vapidSubject, mail, publicUrl }: Settings): string => {
  if (vapidSubject !== undefined) return vapidSubject;
  const [address] = mail?.from.match(/[^\s<>]+@[^\s<>]+/) ?? [];
  if (address !== undefined) return `mailto:${address}`;
  return publicUrl?.startsWith('https:') ? publicUrl : 'mailto:operator@example.org';
};

/** What sends mail and push, as the settings say. */
export const setUpMessages = async (options: SetUpOptions): Promise<Messenger> => {
  const { settings, engine, authSecret, log, onSettled } = options;
  const keys = await loadVapidKeys(settings, engine);
  const siteUrl = settings.publicUrl ?? `http://localhost:${settings.port}`;
  return createMessenger({
    engine,
    letterhead: { siteUrl, instanceName: settings.instanceName, secret: authSecret },
    sendMail: settings.mail && createSendMail(settings.mail),
    push: { keys, subject: subjectOf(settings), allowPrivate: settings.pushToPrivate },
    mailsPerHour: settings.mailsPerHour,
    log,
    onSettled,
  });
};
