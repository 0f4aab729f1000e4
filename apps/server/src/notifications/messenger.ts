import type { Engine, Message, Outcome, Settled } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';
import { composeMail, type Letterhead } from '../mail/composeMail.ts';
import { isRefusedAddress, type SendMail } from '../mail/sendMail.ts';
import { type PushSender, sendPush } from './sendPush.ts';

/** Sent side by side. */
const SENDERS = 4;
/** A run ends after this; the next one goes on. */
const RUN_MS = 45_000;

export interface MessengerOptions {
  readonly engine: Pick<Engine, 'claimMessage' | 'settleMessage' | 'featuresOf'>;
  readonly letterhead: Letterhead;
  /** Absent where no mail is sent. */
  readonly sendMail: SendMail | undefined;
  readonly push: PushSender;
  readonly mailsPerHour: number;
  readonly log: FastifyBaseLogger;
  readonly onSettled: (channel: Message['channel'], settled: Settled) => void;
}

export interface Messenger {
  /** Sends everything that is due, for as long as a run may take. */
  readonly deliverDue: () => Promise<void>;
  /** Lets a run end after the messages under way. */
  readonly stop: () => void;
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const pushOutcome = (status: number, retryAfterSeconds: number | undefined): Outcome => {
  if (status >= 200 && status < 300) return { kind: 'SENT' };
  const problem = `The browser's push service answered ${status}.`;
  if (status === 404 || status === 410) return { kind: 'GONE', problem };
  if (status === 429 || status >= 500) return { kind: 'FAILED', problem, retryAfterSeconds };
  return { kind: 'REFUSED', problem };
};

/**
 * Sends what the engine has queued, by mail and by push. Every message is claimed before it is sent and settled after, so several
 * servers never send the same one; a message whose server dies in between is sent again after five minutes.
 */
export const createMessenger = (options: MessengerOptions): Messenger => {
  const { engine, letterhead, sendMail, push, mailsPerHour, log, onSettled } = options;
  let stopped = false;

  /** What its reader may see of it now: markets may have been open to them only when it was written. */
  const visible = async (message: Message): Promise<Message> => {
    const { predictionMarkets } = await engine.featuresOf(message.userId);
    if (predictionMarkets) return message;
    return { ...message, notifications: message.notifications.filter(({ market }) => market === undefined) };
  };

  const send = async (claimed: Message): Promise<Outcome> => {
    try {
      const message = await visible(claimed);
      if (message.notifications.length === 0) return { kind: 'SKIPPED' };
      if (message.channel === 'PUSH') {
        const { status, retryAfterSeconds } = await sendPush(message, push);
        return pushOutcome(status, retryAfterSeconds);
      }
      if (sendMail === undefined) return { kind: 'REFUSED', problem: 'This server no longer sends e-mails.' };
      await sendMail(composeMail(message, letterhead));
      return { kind: 'SENT' };
    } catch (error) {
      const problem = sentenceOf(error);
      return isRefusedAddress(error) ? { kind: 'REFUSED', problem } : { kind: 'FAILED', problem };
    }
  };

  const sendUntil = async (end: number): Promise<void> => {
    while (!stopped && performance.now() < end) {
      const message = await engine.claimMessage(mailsPerHour);
      if (message === undefined) return;
      const outcome = await send(message);
      const settled = await engine.settleMessage(message.batch, outcome);
      onSettled(message.channel, settled);
      if (outcome.kind !== 'SENT' && outcome.kind !== 'SKIPPED') {
        const { channel, attempt, batch } = message;
        log.warn({ channel, attempt, batch, outcome, settled }, 'a message could not be delivered');
      }
    }
  };

  return {
    deliverDue: async () => {
      const end = performance.now() + RUN_MS;
      await Promise.all(Array.from({ length: SENDERS }, () => sendUntil(end)));
    },
    stop: () => {
      stopped = true;
    },
  };
};
