import type { Invitation } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { errorSentence } from '../../../api/errors.ts';
import { invitationsQuery } from '../../../api/memberQueries.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { formatCount } from '../../../lib/format.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { PersonLink } from '../../market/PersonLink.tsx';
import { type InvitationState, invitationState } from './invitationState.ts';

const stateWords: Readonly<Record<InvitationState, string>> = {
  open: 'Open',
  'used up': 'Used up',
  expired: 'Expired',
  revoked: 'Revoked',
};

const RevokeButton = ({ invitation }: { readonly invitation: Invitation }) => {
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const revoke = useApiMutation('revokeInvitation', {
    onSettled: () => void queryClient.invalidateQueries({ queryKey: invitationsQuery().queryKey }),
  });
  return (
    <>
      <Button
        variant="danger"
        size="small"
        aria-label={`Revoke invitation ${invitation.id}`}
        onClick={() => setAsking(true)}
      >
        Revoke
      </Button>
      <ConfirmDialog
        open={asking}
        title="Revoke this invitation?"
        verb="Revoke"
        pendingLabel="Revoking…"
        pending={revoke.isPending}
        error={revoke.isError ? errorSentence(revoke.error) : undefined}
        onConfirm={() => revoke.mutate({ params: { id: invitation.id } })}
        onClose={() => setAsking(false)}
      >
        Its link lets nobody in any more. Whoever came by it stays.
      </ConfirmDialog>
    </>
  );
};

/** An invitation, what became of it, and who came by it. */
export const InvitationItem = ({ invitation }: { readonly invitation: Invitation }) => {
  const { id, email, uses, used, people, by, createdAt, expiresAt } = invitation;
  const state = invitationState(invitation, useNow());
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 py-4 text-sm">
      <div className="grid min-w-0 gap-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {email === undefined ? `Invitation ${id}` : <bdi className="break-all">{email}</bdi>}
          <Badge tone={state === 'open' ? 'accent' : 'neutral'}>{stateWords[state]}</Badge>
        </p>
        <p className="text-muted">
          <span className="figures">
            {formatCount(used)} of {formatCount(uses)}
          </span>{' '}
          used · made <DateTime at={createdAt} />
          {by === undefined ? ' at the command line' : <> by {<PersonLink user={by} />}</>}
          {state === 'open' && (
            <>
              {' '}
              · ends <DateTime at={expiresAt} />
            </>
          )}
        </p>
        {people.length > 0 && (
          <p className="flex flex-wrap gap-x-2">
            Came by it:
            {people.map((person) => (
              <PersonLink key={person.id} user={person} />
            ))}
          </p>
        )}
      </div>
      {state === 'open' && <RevokeButton invitation={invitation} />}
    </li>
  );
};
