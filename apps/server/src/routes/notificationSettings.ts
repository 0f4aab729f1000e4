import { Refusal } from '@mesh-markets/engine';
import type { RouteHandler } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';
import { InvalidRequest } from '../http/httpErrors.ts';
import { deviceName } from '../notifications/deviceName.ts';

export const getNotificationSettings: RouteHandler<'getNotificationSettings'> = ({ caller }, { engine }) =>
  engine.getNotificationSettings(caller.userId);

export const updateNotificationSettings: RouteHandler<'updateNotificationSettings'> = (
  { caller, body },
  { engine },
) => engine.updateNotificationSettings(caller.userId, body);

export const sendTestNotification: RouteHandler<'sendTestNotification'> = ({ caller, body }, { engine }) =>
  engine.sendTestNotification(caller.userId, body.channel);

export const getPushKey: RouteHandler<'getPushKey'> = async (_call, { notices }) => ({
  publicKey: await notices.pushKey(),
});

/** A browser's address is for what the person reads there, so only the person at it may name it. */
export const subscribePush: RouteHandler<'subscribePush'> = async ({ caller, body, request }, services) => {
  requireSession(caller);
  const { protocol } = new URL(body.endpoint);
  if (protocol !== 'https:' && !services.settings.pushToPrivate) {
    throw new InvalidRequest([{ path: 'endpoint', message: 'Must begin with https://.' }]);
  }
  return services.engine.subscribePush(caller.userId, body, deviceName(request.headers['user-agent']));
};

export const unsubscribePush: RouteHandler<'unsubscribePush'> = ({ caller, body }, { engine }) =>
  engine.unsubscribePush(caller.userId, body);

const unknownLink = 'This link is not one of ours, or its account is gone.';

/** `a•••@example.org`: enough for the one whose it is. */
const hide = (email: string): string => email.replace(/^(.)[^@]*/, '$1•••');

export const showUnsubscribe: RouteHandler<'showUnsubscribe'> = async ({ params }, { engine, notices }) => {
  const asked = notices.readUnsubscribe(params.token);
  const choice = asked && (await engine.emailChoice(asked.userId, asked.kind));
  if (asked === undefined || choice === undefined) throw new Refusal('NOT_FOUND', unknownLink);
  return {
    email: hide(choice.email),
    stopped: choice.stopped,
    ...(asked.kind !== undefined && { kind: asked.kind }),
  };
};

/** One press in the mail program, without a session: the token is the permission. */
export const unsubscribe: RouteHandler<'unsubscribe'> = async (call, services) => {
  const asked = services.notices.readUnsubscribe(call.params.token);
  if (asked === undefined) throw new Refusal('NOT_FOUND', unknownLink);
  const kind = call.body?.all === true ? undefined : asked.kind;
  await services.engine.stopEmails(asked.userId, kind);
  const choice = await services.engine.emailChoice(asked.userId, kind);
  if (choice === undefined) throw new Refusal('NOT_FOUND', unknownLink);
  return { email: hide(choice.email), stopped: choice.stopped, ...(kind !== undefined && { kind }) };
};
