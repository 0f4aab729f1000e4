import serverPackage from '../../package.json' with { type: 'json' };
import type { RouteHandler } from '../api/handler.ts';

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
  sendsMail: settings.mail !== undefined,
  ...(settings.operatorContact === undefined ? {} : { operatorContact: settings.operatorContact }),
  version: serverPackage.version,
});
