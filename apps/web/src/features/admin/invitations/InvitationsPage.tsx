import { useQuery } from '@tanstack/react-query';
import { MailPlus, Plus } from 'lucide-react';
import { useState } from 'react';
import { errorSentence } from '../../../api/errors.ts';
import { invitationsQuery } from '../../../api/memberQueries.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { useInstance } from '../../account/useInstance.ts';
import { AdminFrame } from '../AdminFrame.tsx';
import { InvitationItem } from './InvitationItem.tsx';
import { InviteForm } from './InviteForm.tsx';
import { LinkDialog } from './LinkDialog.tsx';

const modeWords = {
  open: 'Anybody can join at the moment, invited or not.',
  invite: undefined,
  closed: 'Nobody can join at the moment, invited or not.',
} as const;

const Content = () => {
  const { data, isError, error, refetch } = useQuery(invitationsQuery());
  const [inviting, setInviting] = useState(false);
  const [made, setMade] = useState<string>();
  const mode = useInstance()?.signUp;
  const words = mode && modeWords[mode];
  const invite = (
    <Button onClick={() => setInviting(true)}>
      <Plus aria-hidden size={16} />
      Invite somebody
    </Button>
  );
  return (
    <div className="pb-10">
      {words !== undefined && <Notice>{words} The setting SIGN_UP decides.</Notice>}
      {data === undefined &&
        (isError ? (
          <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="h-64" />
        ))}
      {data && data.invitations.length === 0 && (
        <EmptyState icon={MailPlus} title="Nobody is invited yet" action={invite}>
          An invitation is a link that lets somebody join, once or as often as you say.
        </EmptyState>
      )}
      {data && data.invitations.length > 0 && (
        <>
          {invite}
          <ul aria-label="Invitations" className="mt-2 divide-y divide-line">
            {data.invitations.map((invitation) => (
              <InvitationItem key={invitation.id} invitation={invitation} />
            ))}
          </ul>
        </>
      )}
      {inviting && (
        <InviteForm
          onClose={() => setInviting(false)}
          onMade={(token) => {
            setInviting(false);
            setMade(token);
          }}
        />
      )}
      {made !== undefined && <LinkDialog token={made} onClose={() => setMade(undefined)} />}
    </div>
  );
};

/** Who was invited, and who came. */
export const InvitationsPage = () => (
  <AdminFrame title="Invitations" lead="Links that let people join.">
    <Content />
  </AdminFrame>
);
