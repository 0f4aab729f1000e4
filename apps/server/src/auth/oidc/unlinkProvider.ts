import { Refusal } from '@mesh-markets/engine';
import type { RouteHandler } from '../../api/handler.ts';
import { personOf, requireRecent } from '../recent.ts';
import { providerIdOf, waysOf } from '../ways.ts';

export const unlinkProvider: RouteHandler<'unlinkProvider'> = async (call, services) => {
  const person = personOf(call.caller);
  await requireRecent(call, services);
  const { engine, settings } = services;
  const provider = providerIdOf(settings);
  if (provider === undefined) throw new Refusal('NOT_FOUND', 'Your account is not connected.');
  await engine.unlinkLogin(person.authUserId, provider, waysOf(settings));
  return null;
};
