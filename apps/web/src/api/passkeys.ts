import type { NewPasskeyCredential, PasskeyCredential } from '@mesh-markets/contract';
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser';

type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];

export const canUsePasskeys = browserSupportsWebAuthn;
/** Whether the browser offers passkeys where the e-mail address is typed. */
export const canOfferPasskeys = browserSupportsWebAuthnAutofill;
/** Takes back an offer that waits. */
export const stopOffering = (): void => WebAuthnAbortService.cancelCeremony();

/** The browser's own refusal, as a sentence. */
export const passkeySentence = (error: unknown): string | undefined => {
  const name =
    error instanceof WebAuthnError ? (error.cause as Error | undefined)?.name : (error as Error).name;
  if (name === 'InvalidStateError') return 'This device has a passkey for your account already.';
  if (name === 'NotSupportedError') return 'This browser has no passkeys to offer. Use another way.';
  if (name === 'NotAllowedError') return 'No passkey was used. Try again, or use another way.';
  if (name === 'AbortError') return undefined;
  return error instanceof WebAuthnError ? 'Passkeys do not work at this address.' : undefined;
};

export const makePasskey = async (options: unknown): Promise<NewPasskeyCredential> =>
  (await startRegistration({ optionsJSON: options as CreationOptions })) as NewPasskeyCredential;

export const askForPasskey = async (options: unknown, offered: boolean): Promise<PasskeyCredential> =>
  (await startAuthentication({
    optionsJSON: options as RequestOptions,
    useBrowserAutofill: offered,
  })) as PasskeyCredential;
