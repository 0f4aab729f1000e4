import type { Bounds } from '@mesh-markets/contract';
import serverPackage from '../../package.json' with { type: 'json' };
import type { RouteHandler } from '../api/handler.ts';
import type { Settings } from '../settings.ts';

/** What has no bound is left out. */
const boundsOf = ({ bounds }: Pick<Settings, 'bounds'>): Bounds => {
  const { maxPositionCredits, maxOpenMarkets, ...always } = bounds;
  return {
    ...always,
    ...(maxPositionCredits === 0 ? {} : { maxPositionCredits }),
    ...(maxOpenMarkets === 0 ? {} : { maxOpenMarkets }),
  };
};

export const getInstance: RouteHandler<'getInstance'> = async (_call, { settings, adminSetup }) => ({
  name: settings.instanceName,
  demo: settings.demo,
  signupCredits: settings.signupCredits,
  subsidyFrom: settings.subsidyFrom,
  disputeHours: settings.disputeHours,
  creatorsTrade: settings.creatorsTrade,
  oraclesTrade: settings.oraclesTrade,
  abandonedAfterDays: settings.abandonedAfterDays,
  needsAdmin: await adminSetup.needsAdmin(),
  signUp: settings.signUp,
  emailVerification: settings.emailVerification,
  passwordSignIn: settings.passwordSignIn,
  ...(settings.oidc === undefined ? {} : { provider: settings.oidc.name }),
  bounds: boundsOf(settings),
  sendsMail: settings.mail !== undefined,
  ...(settings.operatorContact === undefined ? {} : { operatorContact: settings.operatorContact }),
  version: serverPackage.version,
});
