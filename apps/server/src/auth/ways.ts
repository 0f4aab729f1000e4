import type { Engine } from '@mesh-markets/engine';
import type { Settings } from '../settings.ts';

type Ways = Parameters<Engine['removePasskey']>[2];

/** A service by its address, so that another one put in its place later does not inherit its people. */
export const providerIdOf = ({ oidc }: Pick<Settings, 'oidc'>): string | undefined =>
  oidc === undefined ? undefined : `oidc ${oidc.issuer}`;

export const waysOf = (settings: Pick<Settings, 'oidc' | 'passwordSignIn'>): Ways => ({
  password: settings.passwordSignIn,
  provider: providerIdOf(settings),
});
