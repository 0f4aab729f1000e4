import type { BodyInput, NotificationSettings } from '@mesh-markets/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { errorSentence } from '../../api/errors.ts';
import { notificationSettingsQuery } from '../../api/notificationQueries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { showToast } from '../../ui/toast.ts';
import { LargeTradeField } from './LargeTradeField.tsx';
import { PreferenceTable } from './PreferenceTable.tsx';
import { PushSection } from './PushSection.tsx';
import { TestButtons } from './TestButtons.tsx';

type Change = BodyInput<'updateNotificationSettings'>;

/** What the settings will be, shown before the server has said so. */
const changed = (
  settings: NotificationSettings,
  { kinds = [], largeTrade, digest }: Change,
): NotificationSettings => ({
  ...settings,
  kinds: settings.kinds.map((known) => {
    const { inApp, email, push } = kinds.find(({ kind }) => kind === known.kind) ?? {};
    return {
      ...known,
      inApp: inApp ?? known.inApp,
      email: email ?? known.email,
      push: push ?? known.push,
    };
  }),
  ...(largeTrade !== undefined && { largeTrade }),
  ...(digest !== undefined && { digest }),
});

const useChange = () => {
  const queryClient = useQueryClient();
  const { queryKey } = notificationSettingsQuery();
  const { mutate, isPending, variables } = useApiMutation('updateNotificationSettings', {
    onError: (error) => showToast({ message: errorSentence(error), tone: 'danger' }),
    // Of several changes under way each answer knows only those before it, so the last one asks.
    onSettled: () => {
      if (queryClient.isMutating() <= 1) void queryClient.invalidateQueries({ queryKey });
    },
  });
  const apply = (body: Change): void => {
    // Before the server has answered, which the boxes and fields would otherwise wait for.
    queryClient.setQueryData(queryKey, (settings) => settings && changed(settings, body));
    void queryClient.cancelQueries({ queryKey }, { revert: false });
    mutate({ body });
  };
  return { apply, savingNumber: isPending && variables.body.largeTrade !== undefined };
};

const MailChoices = ({
  settings,
  onChange,
}: {
  readonly settings: NotificationSettings;
  readonly onChange: (change: Change) => void;
}) => (
  <section aria-labelledby="mail-title" className="grid gap-2">
    <h3 id="mail-title" className="font-semibold">
      E-mail
    </h3>
    <p className="text-sm text-muted">To {settings.email}. Every e-mail has a link that ends its kind.</p>
    <SegmentedControl
      label="When e-mails come"
      className="max-w-sm"
      value={settings.digest}
      segments={[
        { value: 'IMMEDIATELY', label: 'At once' },
        { value: 'DAILY', label: 'One a day' },
      ]}
      onValueChange={(digest) => onChange({ digest })}
    />
  </section>
);

const Problems = ({ problems }: Pick<NotificationSettings, 'problems'>) => (
  <section
    aria-labelledby="problems-title"
    className="rounded-md bg-notice-soft px-3 py-2 text-sm text-notice"
  >
    <h3 id="problems-title" className="font-semibold">
      Not delivered lately
    </h3>
    <ul>
      {problems.map(({ channel, at, problem }) => (
        <li key={`${channel} ${at}`}>
          {channel === 'EMAIL' ? 'E-mail' : 'Push'}, <DateTime at={at} />: {problem}
        </li>
      ))}
    </ul>
  </section>
);

/** What the reader is told, and how. */
export const NotificationSettingsSection = () => {
  const { data: settings, isError, error, refetch } = useQuery(notificationSettingsQuery());
  const { apply, savingNumber } = useChange();
  if (settings === undefined) {
    return isError ? (
      <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-160" />
    );
  }
  return (
    <div className="grid gap-6">
      {settings.problems.length > 0 && <Problems problems={settings.problems} />}
      <PreferenceTable settings={settings} onChange={(kind) => apply({ kinds: [kind] })} />
      <LargeTradeField
        value={settings.largeTrade}
        saving={savingNumber}
        onSave={(largeTrade) => apply({ largeTrade })}
      />
      {settings.email !== undefined && <MailChoices settings={settings} onChange={apply} />}
      <PushSection devices={settings.devices} />
      <TestButtons settings={settings} />
    </div>
  );
};
