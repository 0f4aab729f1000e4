import type { NotificationKind, NotificationPreference, NotificationSettings } from '@mesh-markets/contract';
import { useEffect, useState } from 'react';
import { useFeatures } from '../../api/featureQueries.ts';
import { kindWords } from './kindWords.ts';

type Channel = 'inApp' | 'email' | 'push';

const channelLabels: Readonly<Record<Channel, string>> = { inApp: 'In app', email: 'E-mail', push: 'Push' };

const groups: readonly [string, readonly NotificationKind[]][] = [
  [
    'Markets',
    [
      'MARKET_RESOLVED',
      'NEEDS_RESOLVING',
      'ORACLE_ASKED',
      'ORACLE_ANSWERED',
      'CLOSES_SOON',
      'MARKET_CLOSED',
      'LARGE_TRADE',
      'TRADE_EXECUTED',
    ],
  ],
  ['People', ['REPLY', 'MENTION', 'COMMENT', 'FOLLOWER', 'QUESTION']],
];

interface PreferenceTableProps {
  readonly settings: NotificationSettings;
  readonly onChange: (change: Partial<NotificationPreference> & Pick<NotificationPreference, 'kind'>) => void;
}

/** Shows what was clicked within the click: what it changes is known a moment later, and until then the box would have gone back. */
const Tick = ({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) => {
  const [clicked, setClicked] = useState<boolean>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever the settings say next holds.
  useEffect(() => setClicked(undefined), [checked]);
  return (
    <label className="flex h-11 items-center justify-center">
      <span className="sr-only">{label}</span>
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={clicked ?? checked}
        onChange={(event) => {
          setClicked(event.target.checked);
          onChange(event.target.checked);
        }}
      />
    </label>
  );
};

/** What is told, line by line, and how, column by column. */
export const PreferenceTable = ({ settings, onChange }: PreferenceTableProps) => {
  const channels: Channel[] = settings.email === undefined ? ['inApp', 'push'] : ['inApp', 'email', 'push'];
  const { predictionMarkets } = useFeatures();
  const shown = groups.filter(([name]) => predictionMarkets || name !== 'Markets');
  const chosen = new Map(settings.kinds.map((preference) => [preference.kind, preference]));
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">What you are told, and how</caption>
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className="py-2 text-start font-medium">
            <span className="sr-only">News</span>
          </th>
          {channels.map((channel) => (
            <th
              key={channel}
              scope="col"
              className="w-14 py-2 text-center font-medium whitespace-nowrap sm:w-20"
            >
              {channelLabels[channel]}
            </th>
          ))}
        </tr>
      </thead>
      {shown.map(([name, kinds]) => (
        <tbody key={name}>
          <tr>
            <th scope="rowgroup" colSpan={channels.length + 1} className="pt-3 pb-1 text-start font-semibold">
              {name}
            </th>
          </tr>
          {kinds.map((kind) => (
            <tr key={kind} className="border-t border-line">
              <th scope="row" className="py-1 pe-2 text-start font-normal">
                {kindWords[kind].label}
              </th>
              {channels.map((channel) => (
                <td key={channel} className="p-0 text-center">
                  <Tick
                    label={`${kindWords[kind].label}: ${channelLabels[channel]}`}
                    checked={chosen.get(kind)?.[channel] ?? false}
                    onChange={(checked) => onChange({ kind, [channel]: checked })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
};
