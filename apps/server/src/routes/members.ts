import type { RouteHandler } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';
import { deviceName } from '../notifications/deviceName.ts';

export const listSessions: RouteHandler<'listSessions'> = async ({ caller }, { engine }) => {
  requireSession(caller);
  const sessions = await engine.listSessions(caller.userId, caller.token ?? '');
  return {
    sessions: sessions.map(({ userAgent, ...session }) => ({ ...session, device: deviceName(userAgent) })),
  };
};

export const endSession: RouteHandler<'endSession'> = async ({ caller, params }, { engine, sessions }) => {
  requireSession(caller);
  sessions.forget(await engine.endSession(caller.userId, params.id));
  return null;
};

export const endOtherSessions: RouteHandler<'endOtherSessions'> = async (
  { caller },
  { engine, sessions },
) => {
  requireSession(caller);
  const ended = await engine.endSessions(caller.userId, caller.token);
  sessions.forgetUser(caller.userId);
  return ended;
};

export const listInvitations: RouteHandler<'listInvitations'> = ({ caller }, { engine }) =>
  engine.listInvitations(caller.userId);

export const createInvitation: RouteHandler<'createInvitation'> = ({ caller, body }, { engine }) =>
  engine.createInvitation({ by: caller.userId, ...body });

export const revokeInvitation: RouteHandler<'revokeInvitation'> = ({ caller, params }, { engine }) =>
  engine.revokeInvitation(caller.userId, params.id);
