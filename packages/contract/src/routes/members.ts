import { z } from 'zod';
import { InvitationId } from '../ids.ts';
import { CreateInvitationBody, Invitation, OwnSession } from '../members.ts';
import { define } from '../route.ts';

export const membersRoutes = define({
  listSessions: {
    method: 'GET',
    path: '/api/me/sessions',
    access: 'user',
    summary: 'The browsers in which the person is signed in, this one first.',
    answer: z.object({ sessions: z.array(OwnSession) }),
    errors: ['FORBIDDEN'],
  },
  endSession: {
    method: 'DELETE',
    path: '/api/me/sessions/{id}',
    access: 'user',
    summary: 'Signs out in one browser.',
    params: z.object({ id: z.string().min(1).max(100) }),
    answer: z.null(),
    status: 204,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
  endOtherSessions: {
    method: 'DELETE',
    path: '/api/me/sessions',
    access: 'user',
    summary: 'Signs out everywhere but here.',
    answer: z.object({ ended: z.int().min(0) }),
    errors: ['FORBIDDEN'],
  },
  listInvitations: {
    method: 'GET',
    path: '/api/admin/invitations',
    access: 'user',
    summary: 'Invitations, the latest first, with who came by them. Admin.',
    answer: z.object({ invitations: z.array(Invitation) }),
    errors: ['FORBIDDEN'],
  },
  createInvitation: {
    method: 'POST',
    path: '/api/admin/invitations',
    access: 'user',
    summary: 'Makes an invitation; the secret of its link, /sign-up#invite=…, is shown this once. Admin.',
    body: CreateInvitationBody,
    answer: z.object({ invitation: Invitation, token: z.string() }),
    status: 201,
    errors: ['FORBIDDEN'],
  },
  revokeInvitation: {
    method: 'DELETE',
    path: '/api/admin/invitations/{id}',
    access: 'user',
    summary: 'Lets nobody come by an invitation any more; a second time changes nothing. Admin.',
    params: z.object({ id: InvitationId }),
    answer: z.null(),
    status: 204,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
});
