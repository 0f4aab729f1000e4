import { isDisposableEmailDomain } from 'disposable-email-domains-js';
import { InvalidRequest } from '../http/httpErrors.ts';
import type { Settings } from '../settings.ts';

/** Whether mailboxes of this domain, or of one above it, are given to anybody for minutes. */
export const isDisposable = (domain: string): boolean => {
  const labels = domain.split('.');
  return labels.slice(0, -1).some((_label, first) => isDisposableEmailDomain(labels.slice(first).join('.')));
};

/** @throws InvalidRequest for an address of such a service, where the operator refuses them */
export const requireLastingMail = (
  email: string,
  { blockDisposableMail }: Pick<Settings, 'blockDisposableMail'>,
  path = 'newEmail',
): void => {
  if (!blockDisposableMail || !isDisposable(email.replace(/^.*@/, '').toLowerCase())) return;
  const message = 'Use an address that lasts: mailboxes for a few minutes are not taken here.';
  throw new InvalidRequest([{ path, message }]);
};
