import type { NotificationChannel, NotificationSettings } from '@mesh-markets/contract';
import { Send } from 'lucide-react';
import { errorSentence } from '../../api/errors.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { showToast } from '../../ui/toast.ts';

const sentWords: Readonly<Record<NotificationChannel, string>> = {
  IN_APP: 'Sent. The bell should show one more.',
  EMAIL: 'Sent. Look into your mailbox in a minute, and among the spam.',
  PUSH: 'Sent. The browser should show it in a moment.',
};

/** Whether news arrives is best known by sending some. */
export const TestButtons = ({ settings }: { readonly settings: NotificationSettings }) => {
  const send = useApiMutation('sendTestNotification', {
    onSuccess: (_answer, { body }) => showToast({ message: sentWords[body.channel] }),
  });
  const channels: [NotificationChannel, string][] = [['IN_APP', 'In app']];
  if (settings.email !== undefined) channels.push(['EMAIL', 'E-mail']);
  if (settings.devices.length > 0) channels.push(['PUSH', 'Push']);
  return (
    <section aria-labelledby="test-title" className="grid gap-2">
      <h3 id="test-title" className="font-semibold">
        Send yourself a test
      </h3>
      <div className="flex flex-wrap gap-2">
        {channels.map(([channel, label]) => (
          <Button
            key={channel}
            variant="secondary"
            size="small"
            aria-label={`Test: ${label}`}
            pending={send.isPending && send.variables.body.channel === channel}
            onClick={() => send.mutate({ body: { channel } })}
          >
            <Send aria-hidden size={14} />
            {label}
          </Button>
        ))}
      </div>
      <FormError message={send.isError ? errorSentence(send.error) : undefined} />
    </section>
  );
};
