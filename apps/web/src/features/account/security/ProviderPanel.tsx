import type { Security } from '@mesh-markets/contract';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { startProvider } from '../../../api/auth.ts';
import { errorSentence } from '../../../api/errors.ts';
import { useSecurityChanged } from '../../../api/securityQueries.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { providerSentence } from '../providerSentence.ts';
import { Panel } from './Panel.tsx';

const route = getRouteApi('/settings');

/** Signing in by another service. */
export const ProviderPanel = ({ provider }: { readonly provider: NonNullable<Security['provider']> }) => {
  const changed = useSecurityChanged();
  const link = useMutation({ mutationFn: () => startProvider({ link: true }) });
  const unlink = useApiMutation('unlinkProvider', { onSuccess: changed });
  const { problem } = route.useSearch();
  const error = link.error ?? unlink.error;
  const back = problem === undefined ? undefined : providerSentence(problem, provider.name);
  return (
    <Panel
      title={provider.name}
      aside={
        <Badge tone={provider.linked ? 'accent' : 'neutral'}>
          {provider.linked ? 'Connected' : 'Not connected'}
        </Badge>
      }
    >
      <p className="text-sm text-muted">
        {provider.linked
          ? `You can sign in with your account at ${provider.name}.`
          : `Connect your account at ${provider.name} to sign in with it.`}
      </p>
      <FormError message={error === null ? back : errorSentence(error)} />
      {provider.linked ? (
        <Button
          variant="danger"
          className="w-fit"
          pending={unlink.isPending}
          pendingLabel="Disconnecting…"
          onClick={() => unlink.mutate({})}
        >
          Disconnect
        </Button>
      ) : (
        <Button
          variant="secondary"
          className="w-fit"
          pending={link.isPending}
          pendingLabel="Connecting…"
          onClick={() => link.mutate()}
        >
          Connect
        </Button>
      )}
    </Panel>
  );
};
