import { isIP } from 'node:net';
import { Refusal } from '@mesh-markets/engine';
import type { RouteHandler } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';
import type { Settings } from '../settings.ts';
import { hostOf, isPublicAddress } from '../webhooks/publicAddress.ts';
import { makeWebhookSecret } from '../webhooks/sign.ts';

/*
 * What a webhook tells leaves the instance for as long as it stands, so making and changing one takes a person who is signed in: an API key
 * that fell into the wrong hands cannot leave a listener behind.
 */

/** Says at once what sending would find out later; a name is only resolved when something is sent. @throws Refusal VALIDATION_FAILED */
const checkUrl = (address: string, { webhooksAllowPrivate }: Settings): void => {
  const url = new URL(address);
  const refuse = (sentence: string): never => {
    throw new Refusal('VALIDATION_FAILED', sentence, { facts: { path: 'url' } });
  };
  if (url.username !== '' || url.password !== '') {
    refuse('Leave name and password out of the address. The signature tells the receiver who sends.');
  }
  const host = hostOf(url);
  const isPrivateName = /(^|\.)(localhost|local|internal)\.?$/i.test(host);
  if (!webhooksAllowPrivate && (isPrivateName || (isIP(host) !== 0 && !isPublicAddress(host)))) {
    refuse(`${host} is not on the public internet. Use a public address, or set WEBHOOKS_ALLOW_PRIVATE=1.`);
  }
};

export const listWebhooks: RouteHandler<'listWebhooks'> = ({ caller }, { engine }) =>
  engine.listWebhooks(caller.userId);

export const createWebhook: RouteHandler<'createWebhook'> = async ({ caller, body }, services) => {
  requireSession(caller);
  checkUrl(body.url, services.settings);
  const secret = makeWebhookSecret();
  const sealedSecret = services.secretBox.seal(secret);
  return {
    webhook: await services.engine.createWebhook({ ...body, userId: caller.userId, sealedSecret }),
    secret,
  };
};

export const updateWebhook: RouteHandler<'updateWebhook'> = async ({ caller, params, body }, services) => {
  requireSession(caller);
  if (body.url !== undefined) checkUrl(body.url, services.settings);
  return services.engine.updateWebhook({ ...body, userId: caller.userId, id: params.id });
};

export const deleteWebhook: RouteHandler<'deleteWebhook'> = async ({ caller, params }, { engine }) => {
  requireSession(caller);
  await engine.deleteWebhook(caller.userId, params.id);
  return null;
};

export const rotateWebhookSecret: RouteHandler<'rotateWebhookSecret'> = async (call, services) => {
  const { caller, params } = call;
  requireSession(caller);
  const secret = makeWebhookSecret();
  const sealedSecret = services.secretBox.seal(secret);
  const webhook = await services.engine.rotateWebhookSecret({
    userId: caller.userId,
    id: params.id,
    sealedSecret,
  });
  return { webhook, secret };
};

export const testWebhook: RouteHandler<'testWebhook'> = async ({ caller, params }, { engine }) => {
  requireSession(caller);
  return engine.testWebhook(caller.userId, params.id);
};

export const listWebhookDeliveries: RouteHandler<'listWebhookDeliveries'> = (call, { engine }) =>
  engine.listWebhookDeliveries(call.caller.userId, call.params.id, call.query);

export const replayWebhookDelivery: RouteHandler<'replayWebhookDelivery'> = async (call, { engine }) => {
  requireSession(call.caller);
  return engine.replayWebhookDelivery(call.caller.userId, call.params.id);
};
