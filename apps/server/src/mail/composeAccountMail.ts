import type { AccountMail, AccountMailKind } from '@mesh-markets/engine';
import type { Letterhead } from './composeMail.ts';
import { renderHtml } from './renderHtml.ts';
import { renderText } from './renderText.ts';
import type { Mail } from './sendMail.ts';

interface Words {
  readonly subject: (instance: string) => string;
  readonly title: string;
  readonly about: string;
  readonly detail?: string;
  /** Where the button leads, and what is on it. */
  readonly path: string;
  readonly action: string;
}

const words: Readonly<Record<AccountMailKind, Words>> = {
  RESET_PASSWORD: {
    subject: (instance) => `Choose a new password for ${instance}`,
    title: 'Choose a new password',
    about: 'Somebody, hopefully you, asked for a new password. This link works once, for an hour.',
    detail: 'If it was not you, do nothing: your password stays as it is.',
    path: '/reset-password',
    action: 'Choose a password',
  },
  VERIFY_EMAIL: {
    subject: (instance) => `Confirm your e-mail address for ${instance}`,
    title: 'Confirm your e-mail address',
    about: 'One click tells us that this mailbox is yours. The link works once, for a day.',
    detail: 'If you did not join, do nothing: without you this account stays unconfirmed.',
    path: '/verify-email',
    action: 'Confirm this address',
  },
  CHANGE_EMAIL: {
    subject: (instance) => `Confirm your new e-mail address for ${instance}`,
    title: 'Confirm your new e-mail address',
    about: 'You asked to use this address from now on. The link works once, for a day.',
    detail: 'If you did not ask, do nothing: no account will use this address.',
    path: '/verify-email',
    action: 'Use this address',
  },
  EMAIL_CHANGED: {
    subject: (instance) => `Your e-mail address on ${instance} was changed`,
    title: 'Your e-mail address was changed',
    about: 'Your account has another e-mail address now, so this is the last mail to this one.',
    detail: 'If this was not you, tell whoever runs the site at once.',
    path: '/settings',
    action: 'Open settings',
  },
  HAVE_ACCOUNT: {
    subject: (instance) => `You have an account on ${instance} already`,
    title: 'You have an account already',
    about:
      'Somebody, perhaps you, tried to make an account with this address. There is one, so none was made.',
    detail:
      'If it was you, sign in, or choose a new password. If not, do nothing: nobody learned that you are here.',
    path: '/forgot-password',
    action: 'Choose a new password',
  },
  PASSWORD_CHANGED: {
    subject: (instance) => `Your password on ${instance} was changed`,
    title: 'Your password was changed',
    about: 'It was changed by a link, and every browser is signed out.',
    detail: 'If this was not you, choose a new password now.',
    path: '/forgot-password',
    action: 'This was not me',
  },
};

/** Writes a mail about an account. The secret of a link is behind the #, which no browser sends and no server logs. */
export const composeAccountMail = (
  { id, kind, to, token }: AccountMail,
  { siteUrl, instanceName }: Pick<Letterhead, 'siteUrl' | 'instanceName'>,
): Mail => {
  const { subject, title, about, detail, path, action } = words[kind];
  const page = {
    items: [
      {
        title,
        about,
        ...(detail === undefined ? {} : { detail }),
        url: `${siteUrl}${path}${token === undefined ? '' : `#token=${token}`}`,
        action,
      },
    ],
    heading: undefined,
    instanceName,
    siteUrl,
  };
  return {
    messageId: `<account-${id}@${new URL(siteUrl).hostname}>`,
    to,
    subject: subject(instanceName),
    text: renderText(page),
    html: renderHtml(page),
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
};
