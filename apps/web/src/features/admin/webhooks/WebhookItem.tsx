import type { Webhook } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { webhooksQuery } from '../../../api/adminQueries.ts';
import { errorSentence } from '../../../api/errors.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { formatCounted } from '../../../lib/format.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { showToast } from '../../../ui/toast.ts';
import { DeliveryLog } from './DeliveryLog.tsx';
import { disabledWords, eventLabel } from './eventWords.ts';

interface WebhookItemProps {
  readonly webhook: Webhook;
  readonly onChange: () => void;
  readonly onRotated: (secret: string) => void;
}

type Question = 'rotate' | 'delete';

/** Every write of a webhook: the lists follow, and what went wrong is said. */
const useWebhookWrites = () => {
  const queryClient = useQueryClient();
  const options = {
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['admin', 'webhooks'] }),
    onError: (error: Error) => showToast({ message: errorSentence(error), tone: 'danger' }),
  };
  return {
    update: useApiMutation('updateWebhook', options),
    remove: useApiMutation('deleteWebhook', {
      ...options,
      // Its log is gone with it, and is not to be asked for again.
      onSuccess: () =>
        void queryClient.invalidateQueries({ queryKey: webhooksQuery().queryKey, exact: true }),
    }),
    rotate: useApiMutation('rotateWebhookSecret', options),
    test: useApiMutation('testWebhook', options),
  };
};

const Status = ({ webhook }: { readonly webhook: Webhook }) => {
  const { enabled, disabledReason, failuresInARow, failingSince, recent, previousSecretUntil } = webhook;
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        {enabled ? (
          <Badge tone="yes">On</Badge>
        ) : (
          <Badge tone={disabledReason === 'ADMIN' ? 'neutral' : 'danger'}>
            {disabledWords[disabledReason ?? 'ADMIN']}
          </Badge>
        )}
        {webhook.eventTypes.map((type) => (
          <Badge key={type}>{eventLabel(type)}</Badge>
        ))}
      </p>
      <p className="figures text-xs text-muted">
        Last 24 hours: {recent.delivered} delivered, {recent.pending} waiting, {recent.failed} given up. Added{' '}
        <DateTime at={webhook.createdAt} />.
      </p>
      {failingSince !== undefined && (
        <p className="text-xs text-danger">
          {formatCounted(failuresInARow, 'attempt')} failed in a row, the first <DateTime at={failingSince} />
          .
        </p>
      )}
      {previousSecretUntil !== undefined && (
        <p className="text-xs text-notice">
          The secret before the last one signs too; that ends <DateTime at={previousSecretUntil} />.
        </p>
      )}
    </>
  );
};

interface AskingProps {
  readonly question: Question | undefined;
  readonly url: string;
  readonly pending: boolean;
  readonly onClose: () => void;
  readonly onYes: () => void;
}

const Asking = ({ question, url, pending, onClose, onYes }: AskingProps) => (
  <Dialog
    open={question !== undefined}
    onClose={onClose}
    title={question === 'rotate' ? 'Make a new secret?' : 'Remove this webhook?'}
  >
    <p className="text-sm wrap-anywhere text-muted">
      {question === 'rotate'
        ? 'You see the new secret once. The old one signs too for 24 hours.'
        : `${url} is told nothing more, and the list of what it was told goes too.`}
    </p>
    <div className="mt-5 flex justify-end gap-2">
      <Button variant="secondary" onClick={onClose}>
        Cancel
      </Button>
      <Button
        variant={question === 'rotate' ? 'primary' : 'danger'}
        pending={pending}
        pendingLabel="One moment…"
        onClick={onYes}
      >
        {question === 'rotate' ? 'Make a new secret' : 'Remove'}
      </Button>
    </div>
  </Dialog>
);

/** One endpoint: how it is doing, what can be done about it, and what it was sent. */
export const WebhookItem = ({ webhook, onChange, onRotated }: WebhookItemProps) => {
  const [question, setQuestion] = useState<Question>();
  const [logOpen, setLogOpen] = useState(false);
  const { update, remove, rotate, test } = useWebhookWrites();
  const params = { id: webhook.id };
  const close = (): void => setQuestion(undefined);
  const answerYes = (): void => {
    if (question === 'delete') remove.mutate({ params }, { onSettled: close });
    else {
      const onSuccess = ({ secret }: { readonly secret: string }): void => onRotated(secret);
      rotate.mutate({ params, body: {} }, { onSuccess, onSettled: close });
    }
  };
  return (
    <li className="grid gap-2 py-5">
      <h2 className="font-medium break-all">{webhook.url}</h2>
      {webhook.description !== '' && (
        <p dir="auto" className="text-sm text-muted">
          {webhook.description}
        </p>
      )}
      <Status webhook={webhook} />
      <div className="mt-1 flex flex-wrap gap-2">
        <Button
          variant="secondary"
          size="small"
          pending={test.isPending}
          pendingLabel="Sending…"
          disabledReason={webhook.enabled ? undefined : 'Switch it on first.'}
          onClick={() => test.mutate({ params, body: {} }, { onSuccess: () => setLogOpen(true) })}
        >
          Send a test
        </Button>
        <Button variant="secondary" size="small" onClick={onChange}>
          Change
        </Button>
        <Button variant="secondary" size="small" onClick={() => setQuestion('rotate')}>
          New secret
        </Button>
        <Button
          variant="secondary"
          size="small"
          pending={update.isPending}
          pendingLabel="One moment…"
          onClick={() => update.mutate({ params, body: { enabled: !webhook.enabled } })}
        >
          {webhook.enabled ? 'Switch off' : 'Switch on'}
        </Button>
        <Button variant="danger" size="small" onClick={() => setQuestion('delete')}>
          Remove
        </Button>
      </div>
      <details open={logOpen} onToggle={(event) => setLogOpen(event.currentTarget.open)}>
        <summary className="w-fit rounded-md text-sm text-accent">What was sent</summary>
        {logOpen && <DeliveryLog webhook={webhook} />}
      </details>
      <Asking
        question={question}
        url={webhook.url}
        pending={rotate.isPending || remove.isPending}
        onClose={close}
        onYes={answerYes}
      />
    </li>
  );
};
