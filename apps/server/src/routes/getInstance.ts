import serverPackage from '../../package.json' with { type: 'json' };
import type { RouteHandler } from '../api/handler.ts';

export const getInstance: RouteHandler<'getInstance'> = async (_call, { settings, adminSetup }) => ({
  name: settings.instanceName,
  demo: settings.demo,
  signupCredits: settings.signupCredits,
  subsidyFrom: settings.subsidyFrom,
  needsAdmin: await adminSetup.needsAdmin(),
  version: serverPackage.version,
});
