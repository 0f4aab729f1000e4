import type { Flag } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { flagsQuery } from '../../api/featureQueries.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { AdminFrame } from './AdminFrame.tsx';
import { FlagDialog } from './FlagDialog.tsx';
import { FlagRollout } from './FlagRollout.tsx';
import { flagWords } from './flagWords.ts';

const LastChange = ({ flag: { changedAt, changedBy, reason } }: { readonly flag: Flag }) => {
  if (changedAt === undefined) return <p className="text-xs text-muted">Never changed.</p>;
  return (
    <p className="text-xs wrap-anywhere text-muted">
      Changed <DateTime at={changedAt} />{' '}
      {changedBy === undefined ? 'at the command line' : `by @${changedBy.handle}`}
      {reason !== undefined && `: “${reason}”`}
    </p>
  );
};

const FlagItem = ({ flag }: { readonly flag: Flag }) => {
  const [asking, setAsking] = useState(false);
  const { label, what } = flagWords[flag.name];
  return (
    <li className="grid gap-2 py-5">
      <div className="flex items-start justify-between gap-4">
        <div className="grid min-w-0 gap-1">
          <h2 className="flex flex-wrap items-center gap-2 font-medium">
            {label}
            <Badge tone={flag.enabled ? 'yes' : 'danger'}>{flag.enabled ? 'On' : 'Off'}</Badge>
          </h2>
          <p className="text-sm text-muted">{what}</p>
        </div>
        <Button
          variant={flag.enabled ? 'danger' : 'primary'}
          size="small"
          className="shrink-0"
          onClick={() => setAsking(true)}
        >
          {flag.enabled ? 'Switch off' : 'Switch on'}
          <span className="sr-only"> {label}</span>
        </Button>
      </div>
      <LastChange flag={flag} />
      {flag.name === 'predictionMarkets' && <FlagRollout flag={flag} />}
      {asking && <FlagDialog flag={flag} onClose={() => setAsking(false)} />}
    </li>
  );
};

const Flags = () => {
  const { data, error, refetch } = useQuery(flagsQuery());
  if (data !== undefined)
    return (
      <ul className="divide-y divide-line">
        {data.flags.map((flag) => (
          <FlagItem key={flag.name} flag={flag} />
        ))}
      </ul>
    );
  return error === null ? (
    <Skeleton className="h-96" />
  ) : (
    <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />
  );
};

export const FlagsPage = () => (
  <AdminFrame title="Switches" lead="What people may use. Every server follows within five seconds.">
    <Flags />
  </AdminFrame>
);
