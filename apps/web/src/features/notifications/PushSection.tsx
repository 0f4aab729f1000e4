import type { NotificationSettings } from '@mesh-markets/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BellOff, BellRing } from 'lucide-react';
import { errorSentence } from '../../api/errors.ts';
import { notificationSettingsQuery } from '../../api/notificationQueries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { Button } from '../../ui/Button.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { PushRefused, type PushState, readPushState, turnPushOff, turnPushOn } from './browserPush.ts';

const stateKey = ['push-state'];

const obstacles: Readonly<Partial<Record<PushState, string>>> = {
  DENIED:
    'This browser does not allow notifications from this site. Allow them in its settings for this site (often behind the lock beside the address), then reload.',
  NEEDS_HOME_SCREEN:
    'On iPhone and iPad add this site to the home screen first (Share, then Add to Home Screen), and open it from there.',
  INSECURE: 'Browsers allow this only on sites with https. Ask whoever runs this one.',
  UNSUPPORTED: 'This browser does not know push notifications.',
};

/** A refusal to push is a sentence already; anything else is a failure like any other. */
const sentenceOf = (error: Error | null): string | undefined => {
  if (error === null) return undefined;
  return error instanceof PushRefused ? error.message : errorSentence(error);
};

const useSwitch = (turn: () => Promise<NotificationSettings | undefined>) => {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: turn,
    onSuccess: (settings) => {
      if (settings) queryClient.setQueryData(notificationSettingsQuery().queryKey, settings);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: stateKey }),
  });
};

const ThisBrowser = () => {
  const { data: state } = useQuery({ queryKey: stateKey, queryFn: readPushState, staleTime: 0 });
  const on = useSwitch(turnPushOn);
  const off = useSwitch(turnPushOff);
  if (state === undefined) return <Skeleton className="h-10 w-56" />;
  const obstacle = obstacles[state];
  if (obstacle !== undefined)
    return (
      <p className="rounded-md bg-notice-soft px-3 py-2 text-sm text-notice" role="status">
        {obstacle}
      </p>
    );
  return (
    <div className="grid gap-2">
      {state === 'ON' ? (
        <Button
          variant="secondary"
          className="w-fit"
          pending={off.isPending}
          pendingLabel="Turning off…"
          onClick={() => off.mutate()}
        >
          <BellOff aria-hidden size={16} />
          Turn off in this browser
        </Button>
      ) : (
        <Button
          variant="secondary"
          className="w-fit"
          pending={on.isPending}
          pendingLabel="Asking the browser…"
          onClick={() => on.mutate()}
        >
          <BellRing aria-hidden size={16} />
          Turn on in this browser
        </Button>
      )}
      <FormError message={sentenceOf(on.error) ?? sentenceOf(off.error)} />
    </div>
  );
};

const Devices = ({ devices }: Pick<NotificationSettings, 'devices'>) => {
  const queryClient = useQueryClient();
  const forget = useApiMutation('unsubscribePush', {
    onSuccess: (settings) => {
      queryClient.setQueryData(notificationSettingsQuery().queryKey, settings);
      void queryClient.invalidateQueries({ queryKey: stateKey });
    },
  });
  return (
    <>
      <ul aria-label="Browsers with push notifications" className="divide-y divide-line">
        {devices.map(({ id, name, createdAt, lastSentAt }) => (
          <li key={id} className="flex items-center justify-between gap-3 py-2.5">
            <div>
              <p className="text-sm font-medium">{name}</p>
              <p className="text-xs text-muted">
                {lastSentAt === undefined ? 'added ' : 'last used '}
                <DateTime at={lastSentAt ?? createdAt} />
              </p>
            </div>
            <Button
              variant="danger"
              size="small"
              aria-label={`Remove ${name}`}
              pending={forget.isPending}
              onClick={() => forget.mutate({ body: { id: id as never } })}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <FormError message={sentenceOf(forget.error)} />
    </>
  );
};

/** Turning push on and off, here and on the other devices. */
export const PushSection = ({ devices }: Pick<NotificationSettings, 'devices'>) => (
  <section aria-labelledby="push-title" className="grid gap-3">
    <div>
      <h3 id="push-title" className="font-semibold">
        Push notifications
      </h3>
      <p className="text-sm text-muted">Shown by the browser, even while this site is closed.</p>
    </div>
    <ThisBrowser />
    {devices.length > 0 && <Devices devices={devices} />}
  </section>
);
