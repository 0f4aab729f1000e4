import type { Traces } from '@mesh-markets/engine';
import type { Call, Handler, Services } from '../api/handler.ts';
import { accountOf } from './accountOf.ts';
import { ask, codeOf, headersOf } from './askLibrary.ts';
import type { AuthRoutes } from './authRoutes.ts';
import { requireLastingMail } from './disposableMail.ts';
import { requirePasswords } from './passwords.ts';

type SignUpCall = Call<AuthRoutes['signUp']>;

/** Makes the login, and answers its cookies with it. */
const createLogin = async (
  { body: { invitation: _, ...account }, request }: SignUpCall,
  { auth }: Services,
) => {
  const create = () =>
    auth.api.signUpEmail({ body: account, headers: headersOf(request), returnHeaders: true });
  return create().catch((error: unknown) => {
    // The library says the same when the same address signs up twice at once; asked again it knows which it is.
    if (codeOf(error) === 'FAILED_TO_CREATE_USER') return create();
    throw error;
  });
};

/** No account came about: a place of an invitation that was held for it is given back. */
const giveUp = async ({ body }: SignUpCall, { engine, settings }: Services): Promise<void> => {
  if (settings.signUp === 'invite') await engine.releasePlace(body.email);
};

const makeAccount = async (
  person: { id: string; name: string },
  { engine, settings, tracer }: Services,
  traces: Traces,
) => {
  const userId = await accountOf(engine, person);
  await tracer.keep(userId, traces);
  if (settings.emailVerification !== 'off') await engine.requestVerification(userId);
  return userId;
};

/** Whoever has the mailbox learns what came of it, and nobody else. */
const joinByMail = async (call: SignUpCall, services: Services, traces: Traces): Promise<void> => {
  const { engine } = services;
  const { user } = (await createLogin(call, services)).response;
  const holder = await engine.findAddress(call.body.email);
  // Where the address is taken, or may not join after all, the library answers somebody it has made up.
  if (holder?.authUserId === user.id) {
    await makeAccount(user, services, traces);
    return;
  }
  await giveUp(call, services);
  if (holder !== undefined) await engine.tellOfSignUp(holder.authUserId);
};

export const signUp: Handler<AuthRoutes['signUp']> = async (call, services) => {
  const { body, request, reply } = call;
  const { afterwards, engine, settings, tracer } = services;
  requirePasswords(settings);
  requireLastingMail(body.email, settings, 'email');
  await engine.admit(body);
  if (settings.emailVerification === 'required') {
    const traces = tracer.read(request, reply);
    afterwards.run(() => joinByMail(call, services, traces));
    return { inMail: true as const };
  }
  const made = await ask(reply, () => createLogin(call, services)).catch(async (error: unknown) => {
    await giveUp(call, services);
    throw error;
  });
  return engine.getMe(await makeAccount(made.user, services, tracer.read(request, reply)));
};
