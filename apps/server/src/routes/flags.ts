import { Refusal } from '@mesh-markets/engine';
import type { RouteHandler } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';
import type { Caller } from '../auth/authenticate.ts';

const requireAdmin = (caller: Caller): void => {
  if (caller.role !== 'admin') throw new Refusal('FORBIDDEN', 'Only an admin may see the switches.');
};

export const getFeatures: RouteHandler<'getFeatures'> = ({ caller }, { features }) =>
  features.of(caller?.userId);

export const listFlags: RouteHandler<'listFlags'> = async ({ caller }, { engine }) => {
  requireAdmin(caller);
  return { flags: await engine.listFlags() };
};

export const setFlag: RouteHandler<'setFlag'> = async ({ params, body, caller }, { engine, features }) => {
  requireSession(caller);
  const flag = await engine.setFlag(params.name, body, caller.userId);
  features.forget();
  return flag;
};
