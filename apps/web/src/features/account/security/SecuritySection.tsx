import { useQuery } from '@tanstack/react-query';
import { errorSentence } from '../../../api/errors.ts';
import { securityQuery } from '../../../api/securityQueries.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { CodesPanel } from './CodesPanel.tsx';
import { PasskeysPanel } from './PasskeysPanel.tsx';
import { ProviderPanel } from './ProviderPanel.tsx';

/** What comes on top of a password, or in its place. */
export const SecuritySection = () => {
  const { data, isPending, isError, error, refetch } = useQuery(securityQuery());
  if (isPending) return <Skeleton className="h-56" />;
  if (isError) return <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />;
  const has = data.codes.on || data.passkeys.length > 0;
  return (
    <>
      {data.required && !data.strong && (
        <Notice>
          {has
            ? 'This instance asks you for more than a password. Sign out, and in again with your passkey.'
            : 'This instance asks you for more than a password. Turn on codes or add a passkey to go on.'}
        </Notice>
      )}
      <CodesPanel security={data} />
      <PasskeysPanel security={data} />
      {data.provider !== undefined && <ProviderPanel provider={data.provider} />}
    </>
  );
};
