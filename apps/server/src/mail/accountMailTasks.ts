import type { AccountMail, Engine, Outcome } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';
import type { TaskList } from 'graphile-worker';
import type { Settings } from '../settings.ts';
import { composeAccountMail } from './composeAccountMail.ts';
import { createSendMail, isRefusedAddress, type SendMail } from './sendMail.ts';

export const accountMailCron = [
  '* * * * * sendAccountMails ?max=1&jobKey=sendAccountMails',
  '52 3 * * * forgetSignIns ?max=1&jobKey=forgetSignIns',
].join('\n');

/** A run ends after this; the next one goes on. */
const RUN_MS = 45_000;

export interface AccountMailTasksOptions {
  readonly engine: Pick<Engine, 'claimAccountMail' | 'settleAccountMail' | 'forgetSignIns'>;
  readonly settings: Pick<Settings, 'mail' | 'publicUrl' | 'port' | 'instanceName'>;
  readonly log: FastifyBaseLogger;
}

const outcomeOf = async (sending: Promise<void>): Promise<Outcome> => {
  try {
    await sending;
    return { kind: 'SENT' };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { kind: isRefusedAddress(error) ? 'REFUSED' : 'FAILED', problem };
  }
};

/** Sends mails about accounts, each claimed first, and forgets what is over. A row queues its job with itself; the cron finds what was put off. */
export const accountMailTasks = ({ engine, settings, log }: AccountMailTasksOptions): TaskList => {
  const sendMail: SendMail | undefined = settings.mail && createSendMail(settings.mail);
  const letterhead = {
    siteUrl: settings.publicUrl ?? `http://localhost:${settings.port}`,
    instanceName: settings.instanceName,
  };
  const send = async (mail: AccountMail): Promise<void> => {
    if (sendMail === undefined) throw new Error('This server no longer sends e-mails.');
    await sendMail(composeAccountMail(mail, letterhead));
  };
  return {
    sendAccountMails: async () => {
      const end = performance.now() + RUN_MS;
      while (performance.now() < end) {
        const mail = await engine.claimAccountMail();
        if (mail === undefined) return;
        const outcome = await outcomeOf(send(mail));
        const settled = await engine.settleAccountMail(mail.id, outcome);
        const { id, kind, attempt } = mail;
        if (outcome.kind !== 'SENT')
          log.warn({ mail: id, kind, attempt, outcome, settled }, 'a mail was not sent');
      }
    },
    forgetSignIns: async () => {
      log.debug(await engine.forgetSignIns(), 'forgot ended sessions, links and traces');
    },
  };
};
