import type { WebhookDelivery } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorSentence } from '../../../api/errors.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { formatCounted } from '../../../lib/format.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { showToast } from '../../../ui/toast.ts';
import { eventLabel, stateWords } from './eventWords.ts';

/** The body over several lines, as people read JSON. */
const readable = (body: string): string => JSON.stringify(JSON.parse(body), null, 2);

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="grid gap-x-3 sm:grid-cols-[7rem_1fr]">
    <dt className="text-muted">{label}</dt>
    <dd className="min-w-0 break-all">{children}</dd>
  </div>
);

const Facts = ({ delivery }: { readonly delivery: WebhookDelivery }) => (
  <dl className="mt-2 grid gap-1.5 text-xs">
    <Fact label="webhook-id">
      <code>{delivery.eventId}</code>
    </Fact>
    {delivery.attemptedAt !== undefined && (
      <Fact label="Last attempt">
        <DateTime at={delivery.attemptedAt} />
      </Fact>
    )}
    {delivery.nextTryAt !== undefined && (
      <Fact label="Next attempt">
        <DateTime at={delivery.nextTryAt} />
      </Fact>
    )}
    {delivery.bodySha256 !== undefined && (
      <Fact label="Body SHA-256">
        <code>{delivery.bodySha256}</code>
      </Fact>
    )}
    <Fact label="Body">
      <pre className="max-h-56 overflow-auto rounded-md bg-sunken p-2 break-all whitespace-pre-wrap">
        {readable(delivery.body)}
      </pre>
    </Fact>
  </dl>
);

/** One event on its way to an endpoint: what became of it, and what was sent. */
export const DeliveryItem = ({ delivery }: { readonly delivery: WebhookDelivery }) => {
  const queryClient = useQueryClient();
  const replay = useApiMutation('replayWebhookDelivery', {
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['admin', 'webhooks'] });
      showToast({ message: 'On its way once more.' });
    },
    onError: (error) => showToast({ message: errorSentence(error), tone: 'danger' }),
  });
  const { label, tone } = stateWords[delivery.state];
  const figures = [
    delivery.status,
    delivery.latencyMs === undefined ? undefined : `${delivery.latencyMs} ms`,
    formatCounted(delivery.attempts, 'attempt'),
  ].filter((figure) => figure !== undefined);
  return (
    <li className="py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <div className="min-w-0 text-sm">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={tone}>{label}</Badge>
            <span className="font-medium">{eventLabel(delivery.eventType)}</span>
            <DateTime at={delivery.createdAt} className="text-xs text-muted" />
          </p>
          <p className="figures mt-1 text-xs text-muted">{figures.join(' · ')}</p>
          {delivery.problem !== undefined && <p className="mt-1 text-xs text-danger">{delivery.problem}</p>}
        </div>
        <Button
          variant="secondary"
          size="small"
          pending={replay.isPending}
          pendingLabel="Sending…"
          aria-label={`Send again: ${eventLabel(delivery.eventType)} ${delivery.eventId}`}
          onClick={() => replay.mutate({ params: { id: delivery.id }, body: {} })}
        >
          <RotateCw aria-hidden size={14} />
          Send again
        </Button>
      </div>
      <details className="mt-1">
        <summary className="w-fit text-xs text-muted hover:text-text">What was sent</summary>
        <Facts delivery={delivery} />
      </details>
    </li>
  );
};
