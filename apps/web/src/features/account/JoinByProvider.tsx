import { useMutation } from '@tanstack/react-query';
import { startProvider } from '../../api/auth.ts';
import { errorSentence } from '../../api/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';

interface JoinByProviderProps {
  readonly provider: string;
  readonly invitation: string | undefined;
}

export const JoinByProvider = ({ provider, invitation }: JoinByProviderProps) => {
  const go = useMutation({
    mutationFn: () => startProvider(invitation === undefined ? {} : { invitation }),
  });
  return (
    <div className="mt-3 grid gap-3">
      <FormError message={go.isError ? errorSentence(go.error) : undefined} />
      <Button
        variant="secondary"
        size="large"
        wide
        pending={go.isPending}
        pendingLabel={`Going to ${provider}…`}
        onClick={() => go.mutate()}
      >
        Continue with {provider}
      </Button>
    </div>
  );
};
