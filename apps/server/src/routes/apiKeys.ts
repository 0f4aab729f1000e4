import type { RouteHandler } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';
import { makeApiKey } from '../auth/apiKeys.ts';

export const listApiKeys: RouteHandler<'listApiKeys'> = async ({ caller }, { engine }) => {
  requireSession(caller);
  return { keys: await engine.listApiKeys(caller.userId) };
};

/** A key that could make keys would outlive its own revocation. */
export const createApiKey: RouteHandler<'createApiKey'> = async ({ caller, body }, { engine }) => {
  requireSession(caller);
  const { secret, prefix, secretHash } = makeApiKey();
  const key = await engine.createApiKey({ ...body, userId: caller.userId, prefix, secretHash });
  return { key, secret };
};

export const revokeApiKey: RouteHandler<'revokeApiKey'> = async ({ caller, params }, services) => {
  requireSession(caller);
  await services.engine.revokeApiKey(caller.userId, params.id);
  services.apiKeys.forgetUser(caller.userId);
  return null;
};
