import { z } from 'zod';
import { PasskeyId } from './ids.ts';
import { Timestamp } from './market.ts';
import { PasskeyName } from './text.ts';

/** Whom the operator asks for more than a password. */
export const secondFactorRules = ['none', 'staff', 'all'] as const;
export type SecondFactorRule = (typeof secondFactorRules)[number];

export const Passkey = z
  .object({
    id: PasskeyId,
    name: PasskeyName,
    createdAt: Timestamp,
    lastUsedAt: Timestamp.optional(),
    /** Kept by a provider of passkeys rather than by one device. */
    synced: z.boolean(),
  })
  .meta({ id: 'Passkey' });
export type Passkey = z.infer<typeof Passkey>;

/** How somebody signs in. */
export const Security = z
  .object({
    password: z.boolean(),
    /** Codes of an authenticator app, asked for after the password. */
    codes: z.object({ on: z.boolean(), backupCodesLeft: z.int().min(0) }),
    passkeys: z.array(Passkey),
    /** Signing in by another service, where this instance offers it. */
    provider: z.object({ name: z.string(), linked: z.boolean() }).optional(),
    /** Whether this session has passed more than a password. */
    strong: z.boolean(),
    /** Whether this instance asks this person for more than a password. */
    required: z.boolean(),
    /** The last sign-in is so recent that it need not be repeated for changes here. */
    recent: z.boolean(),
  })
  .meta({ id: 'Security' });
export type Security = z.infer<typeof Security>;

const base64url = (max: number) =>
  z
    .string()
    .min(1, 'Must not be empty.')
    .max(max, `Must be at most ${max} characters.`)
    .regex(/^[\w-]+$/, 'Must be base64url.');

/** What a browser answers about a credential; what of it holds is checked against the challenge. */
const credential = {
  id: base64url(1_400),
  rawId: base64url(1_400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).optional(),
  clientExtensionResults: z.record(z.string(), z.unknown()),
};

export const NewPasskeyCredential = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(4_000),
      attestationObject: base64url(20_000),
      transports: z.array(z.string().max(20)).max(10).optional(),
    }),
  })
  .meta({ id: 'NewPasskeyCredential' });
export type NewPasskeyCredential = z.infer<typeof NewPasskeyCredential>;

export const PasskeyCredential = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(4_000),
      authenticatorData: base64url(4_000),
      signature: base64url(2_000),
      userHandle: base64url(200).optional(),
    }),
  })
  .meta({ id: 'PasskeyCredential' });
export type PasskeyCredential = z.infer<typeof PasskeyCredential>;

/** The options a browser is called with, in the JSON form of WebAuthn. */
export const PasskeyOptions = z.looseObject({ challenge: z.string() }).meta({ id: 'PasskeyOptions' });
