import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';

export const sessionsQuery = () =>
  queryOptions({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => client.call('listSessions', { signal }),
  });

export const invitationsQuery = () =>
  queryOptions({
    queryKey: ['admin', 'invitations'],
    queryFn: ({ signal }) => client.call('listInvitations', { signal }),
  });
