import type { ApiKey } from '@mesh-markets/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { apiKeysQuery } from '../../api/queries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { formatDay } from '../../lib/time.ts';
import { useNow } from '../../lib/useNow.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { showToast } from '../../ui/toast.ts';
import { scopeNames } from './apiKeyForm.ts';
import { NewApiKey } from './NewApiKey.tsx';

const RevokeDialog = ({
  apiKey,
  onClose,
}: {
  readonly apiKey: ApiKey | undefined;
  readonly onClose: () => void;
}) => {
  const queryClient = useQueryClient();
  const revoke = useApiMutation('revokeApiKey', {
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: apiKeysQuery().queryKey });
      showToast({ message: 'The key is revoked.' });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open={apiKey !== undefined}
      title="Revoke this key?"
      verb="Revoke"
      pendingLabel="Revoking…"
      pending={revoke.isPending}
      error={revoke.isError ? errorSentence(revoke.error) : undefined}
      onConfirm={() => apiKey && revoke.mutate({ params: { id: apiKey.id } })}
      onClose={onClose}
    >
      Programs that use <strong className="text-text">{apiKey?.name}</strong> are refused from now on. A
      revoked key cannot be brought back.
    </ConfirmDialog>
  );
};

const scopeWords = ({ scopes, staff }: ApiKey): string =>
  [...scopes.map((scope) => scopeNames[scope].toLowerCase()), ...(staff ? ['your role'] : [])].join(', ');

const Ending = ({ apiKey: { expiresAt } }: { readonly apiKey: ApiKey }) => {
  const now = useNow();
  if (expiresAt === undefined) return 'never ends';
  const over = Date.parse(expiresAt) <= now;
  return (
    <span className={over ? 'text-danger' : undefined}>
      {over ? 'ended' : 'ends'} <time dateTime={expiresAt}>{formatDay(expiresAt)}</time>
    </span>
  );
};

const KeyRow = ({ apiKey, onRevoke }: { readonly apiKey: ApiKey; readonly onRevoke: () => void }) => (
  <li className="flex flex-wrap items-center justify-between gap-3 py-3">
    <div className="min-w-0">
      <p dir="auto" className="font-medium">
        {apiKey.name}
      </p>
      <p className="text-xs text-muted">
        <code>{apiKey.prefix}…</code> · {scopeWords(apiKey)} · made <DateTime at={apiKey.createdAt} /> ·{' '}
        <Ending apiKey={apiKey} /> ·{' '}
        {apiKey.lastUsedAt === undefined ? (
          'never used'
        ) : (
          <>
            used <DateTime at={apiKey.lastUsedAt} />
          </>
        )}
      </p>
    </div>
    <Button variant="danger" size="small" aria-label={`Revoke ${apiKey.name}`} onClick={onRevoke}>
      Revoke
    </Button>
  </li>
);

export const ApiKeys = () => {
  const { data, isPending, isError, error, refetch } = useQuery(apiKeysQuery());
  const [revoking, setRevoking] = useState<ApiKey>();
  return (
    <>
      <p className="text-sm text-muted">
        A key lets a program act in your name, as far as you say. The{' '}
        <a href="/api/docs" className="text-accent underline">
          API documentation
        </a>{' '}
        says how.
      </p>
      <NewApiKey />
      {isPending && <Skeleton className="h-16" />}
      {isError && <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />}
      {data && data.keys.length > 0 && (
        <ul aria-label="Your API keys" className="divide-y divide-line">
          {data.keys.map((apiKey) => (
            <KeyRow key={apiKey.id} apiKey={apiKey} onRevoke={() => setRevoking(apiKey)} />
          ))}
        </ul>
      )}
      <RevokeDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />
    </>
  );
};
