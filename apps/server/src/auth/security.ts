import type { SecondFactorRule, Security } from '@mesh-markets/contract';
import type { RouteHandler } from '../api/handler.ts';
import type { Caller } from './authenticate.ts';
import { isRecent, personOf } from './recent.ts';
import { providerIdOf } from './ways.ts';

/** Whether the operator asks this person for more than a password. */
export const isAskedForSecondFactor = (rule: SecondFactorRule, { role }: Caller): boolean =>
  rule === 'all' || (rule === 'staff' && role !== 'user');

export const getSecurity: RouteHandler<'getSecurity'> = async ({ caller }, services): Promise<Security> => {
  const person = personOf(caller);
  const { engine, auth, settings } = services;
  const [facts, passkeys] = await Promise.all([
    engine.loginFacts(person.authUserId, providerIdOf(settings)),
    engine.listPasskeys(person.authUserId),
  ]);
  const left = facts.codes
    ? (await auth.api.viewBackupCodes({ body: { userId: person.authUserId } })).backupCodes.length
    : 0;
  return {
    password: facts.password,
    codes: { on: facts.codes, backupCodesLeft: left },
    passkeys: passkeys.map(({ credentialId: _, transports: __, ...shown }) => shown),
    ...(settings.oidc === undefined
      ? {}
      : { provider: { name: settings.oidc.name, linked: facts.provider } }),
    strong: person.strong === true,
    required: isAskedForSecondFactor(settings.requireTwoFactor, person),
    recent: isRecent(person),
  };
};
