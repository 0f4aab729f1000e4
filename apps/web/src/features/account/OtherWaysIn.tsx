import { KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { signInWithPasskey, startProvider } from '../../api/auth.ts';
import { errorSentence, hasCode } from '../../api/errors.ts';
import { canOfferPasskeys, canUsePasskeys, passkeySentence, stopOffering } from '../../api/passkeys.ts';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { useEnter } from './useEnter.ts';

/** Where the browser can, it offers passkeys in the field for the e-mail address; nothing is said before one is chosen. */
const useOffer = (onChosen: () => Promise<void>, onProblem: (sentence: string) => void): void => {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the offer is made once, when the page comes up.
  useEffect(() => {
    let gone = false;
    const offer = async (): Promise<void> => {
      if (!(await canOfferPasskeys()) || gone) return;
      await signInWithPasskey(true);
      await onChosen();
    };
    offer().catch((error: unknown) => {
      // What a browser cannot offer, nobody has asked for.
      if (!gone && hasCode(error, 'PASSKEY_REFUSED')) onProblem(errorSentence(error));
    });
    return () => {
      gone = true;
      stopOffering();
    };
  }, []);
};

interface OtherWaysInProps {
  /** Of the service that people may sign in by. */
  readonly provider: string | undefined;
  /** Nothing stands above. */
  readonly alone: boolean;
  readonly next: string | undefined;
}

export const OtherWaysIn = ({ provider, alone, next }: OtherWaysInProps) => {
  const enter = useEnter();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState<'passkey' | 'provider'>();
  useOffer(enter, setProblem);

  const go = (way: 'passkey' | 'provider', act: () => Promise<void>): void => {
    setProblem(undefined);
    setBusy(way);
    act()
      .catch((error: unknown) => setProblem(passkeySentence(error) ?? errorSentence(error)))
      .finally(() => setBusy(undefined));
  };

  const byPasskey = async (): Promise<void> => {
    await signInWithPasskey(false);
    await enter();
  };

  return (
    <div className="mt-6 grid gap-3">
      {!alone && (
        <p className="flex items-center gap-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
          or
        </p>
      )}
      <FormError message={problem} />
      {canUsePasskeys() && (
        <Button
          variant="secondary"
          size="large"
          wide
          pending={busy === 'passkey'}
          pendingLabel="Waiting for your passkey…"
          onClick={() => go('passkey', byPasskey)}
        >
          <KeyRound aria-hidden size={18} />
          Use a passkey
        </Button>
      )}
      {provider !== undefined && (
        <Button
          variant="secondary"
          size="large"
          wide
          pending={busy === 'provider'}
          pendingLabel={`Going to ${provider}…`}
          onClick={() => go('provider', () => startProvider(next === undefined ? {} : { next }))}
        >
          Continue with {provider}
        </Button>
      )}
    </div>
  );
};
