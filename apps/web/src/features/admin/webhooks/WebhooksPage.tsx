import type { Webhook } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import { webhooksQuery } from '../../../api/adminQueries.ts';
import { errorSentence } from '../../../api/errors.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { AdminFrame } from '../AdminFrame.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import { WebhookForm } from './WebhookForm.tsx';
import { WebhookItem } from './WebhookItem.tsx';

/** A form that is open, for a webhook or for a new one. */
interface Editing {
  readonly webhook?: Webhook;
}

interface Shown {
  readonly secret: string;
  readonly rotated: boolean;
}

const Content = () => {
  const { data, isError, error, refetch } = useQuery(webhooksQuery());
  const [editing, setEditing] = useState<Editing>();
  const [shown, setShown] = useState<Shown>();
  const add = (
    <Button onClick={() => setEditing({})}>
      <Plus aria-hidden size={16} />
      Add a webhook
    </Button>
  );
  return (
    <div className="pb-10">
      {data === undefined &&
        (isError ? (
          <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="h-64" />
        ))}
      {data && data.webhooks.length === 0 && (
        <EmptyState icon={WebhookIcon} title="Nobody is told yet" action={add}>
          A webhook tells another program what happens here, a moment after it happened.
        </EmptyState>
      )}
      {data && data.webhooks.length > 0 && (
        <>
          {add}
          <ul aria-label="Webhooks" className="divide-y divide-line">
            {data.webhooks.map((webhook) => (
              <WebhookItem
                key={webhook.id}
                webhook={webhook}
                onChange={() => setEditing({ webhook })}
                onRotated={(secret) => setShown({ secret, rotated: true })}
              />
            ))}
          </ul>
        </>
      )}
      {editing && (
        <WebhookForm
          webhook={editing.webhook}
          onClose={() => setEditing(undefined)}
          onMade={(secret) => {
            setEditing(undefined);
            setShown({ secret, rotated: false });
          }}
        />
      )}
      <SecretDialog
        secret={shown?.secret}
        rotated={shown?.rotated ?? false}
        onClose={() => setShown(undefined)}
      />
    </div>
  );
};

/** Who else is told what happens, and how that goes. */
export const WebhooksPage = () => (
  <AdminFrame title="Webhooks" lead="Tell other programs what happens here. Every message is signed.">
    <Content />
  </AdminFrame>
);
