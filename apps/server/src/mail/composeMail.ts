import {
  type Notification,
  type NotificationKind,
  notificationPath,
  notificationWords,
} from '@mesh-markets/contract';
import type { EmailMessage } from '@mesh-markets/engine';
import { type MailItem, renderHtml } from './renderHtml.ts';
import { renderText } from './renderText.ts';
import type { Mail } from './sendMail.ts';
import { signUnsubscription } from './unsubscribeToken.ts';

export interface Letterhead {
  /** Where links lead. */
  readonly siteUrl: string;
  readonly instanceName: string;
  /** Signs the links that unsubscribe. */
  readonly secret: string;
}

const SUBJECT_MAX = 150;

const moment = new Intl.DateTimeFormat('en-US', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
});

/** The reader's zone is not known here, so it is named. */
export const whenInUtc = (at: string): string => moment.format(Date.parse(at));

const itemOf = (notification: Notification, siteUrl: string): MailItem => ({
  ...notificationWords(notification, whenInUtc),
  url: siteUrl + notificationPath(notification),
});

/** A header has one line, however the question was typed. */
const oneLine = (text: string): string => {
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  return plain.length > SUBJECT_MAX ? `${plain.slice(0, SUBJECT_MAX - 1).trimEnd()}…` : plain;
};

const subjectOf = (items: readonly MailItem[], digest: boolean, { instanceName }: Letterhead): string => {
  const [first] = items;
  if (items.length === 1 && first !== undefined && !digest)
    return oneLine(first.about === undefined ? first.title : `${first.title}: ${first.about}`);
  const count = items.length === 1 ? '1 notification' : `${items.length} notifications`;
  return oneLine(digest ? `Your day on ${instanceName}: ${count}` : `${count} from ${instanceName}`);
};

/** One kind in the mail: the link ends e-mails about that. Several: it ends all of them. */
const kindOf = (notifications: readonly Notification[]): NotificationKind | undefined => {
  const [first, ...others] = new Set(notifications.map(({ kind }) => kind));
  return first === undefined || first === 'TEST' || others.length > 0 ? undefined : first;
};

/** Writes the mail of a message: what there is to say, as text and as HTML, and how to hear no more of it. */
export const composeMail = (message: EmailMessage, letterhead: Letterhead): Mail => {
  const { siteUrl, secret } = letterhead;
  const items = message.notifications.map((notification) => itemOf(notification, siteUrl));
  const kind = kindOf(message.notifications);
  const unsubscribeUrl = `${siteUrl}/unsubscribe/${signUnsubscription({ userId: message.userId, kind }, secret)}`;
  const subject = subjectOf(items, message.digest, letterhead);
  const page = {
    items,
    heading: items.length === 1 && !message.digest ? undefined : subject,
    instanceName: letterhead.instanceName,
    siteUrl,
    choices: {
      settingsUrl: `${siteUrl}/settings#notifications`,
      unsubscribeUrl,
      unsubscribeWords: kind === undefined ? 'Stop all e-mails' : 'Stop e-mails like this one',
    },
  };
  return {
    messageId: `<${message.batch}@${new URL(siteUrl).hostname}>`,
    to: message.to,
    subject,
    text: renderText(page),
    html: renderHtml(page),
    headers: {
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      // Nobody's holiday message is to answer it.
      'Auto-Submitted': 'auto-generated',
    },
  };
};
