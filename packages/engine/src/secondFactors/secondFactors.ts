import type { Passkey, PasskeyId } from '@mesh-markets/contract';
import type { Account } from '../api.ts';
import type { Slice, SliceOptions } from '../slice.ts';
import { codeWorked, findPendingSignIn, takeCode } from './codes.ts';
import { disableTwoFactor } from './disableTwoFactor.ts';
import {
  createLogin,
  findAddress,
  findLogin,
  type LoginFacts,
  linkLogin,
  loginFacts,
  type ProviderLogin,
  unlinkLogin,
} from './logins.ts';
import { keepSecret, type NewOnceSecret, type OncePurpose, takeSecret } from './onceSecrets.ts';
import {
  addPasskey,
  findPasskey,
  listPasskeys,
  type NewPasskey,
  removePasskey,
  renamePasskey,
  type StoredPasskey,
  usePasskey,
} from './passkeys.ts';
import { noteEnrolment, notePasskeySession } from './sessions.ts';
import type { SignInWays } from './ways.ts';

/** What is kept of passkeys, codes and logins elsewhere. Whether an answer of theirs is right is the server's to say. */
export interface SecondFactorsVerbs {
  readonly keepSecret: (secret: NewOnceSecret) => Promise<void>;
  readonly takeSecret: (purpose: OncePurpose, hash: Buffer) => Promise<string | undefined>;
  readonly findPendingSignIn: (identifier: string) => Promise<string | undefined>;
  /** @throws Refusal RATE_LIMITED, VALIDATION_FAILED */
  readonly takeCode: (authUserId: string, codeHash: Buffer) => Promise<string>;
  readonly codeWorked: (id: string) => Promise<void>;
  readonly disableTwoFactor: (
    handle: string,
  ) => Promise<{ account: Account; codes: boolean; passkeys: number }>;
  readonly listPasskeys: (
    authUserId: string,
  ) => Promise<(Passkey & { credentialId: string; transports: string[] })[]>;
  readonly addPasskey: (key: NewPasskey) => Promise<Passkey>;
  readonly findPasskey: (credentialId: string) => Promise<StoredPasskey | undefined>;
  readonly usePasskey: (use: { id: PasskeyId; counter: number; synced: boolean }) => Promise<void>;
  readonly renamePasskey: (authUserId: string, id: PasskeyId, name: string) => Promise<Passkey>;
  readonly removePasskey: (authUserId: string, id: PasskeyId, ways: SignInWays) => Promise<void>;
  readonly notePasskeySession: (token: string) => Promise<void>;
  /** Codes were turned on or off: a session that is left is as new. */
  readonly noteEnrolment: (authUserId: string, keep: string) => Promise<void>;
  readonly loginFacts: (authUserId: string, provider: string | undefined) => Promise<LoginFacts>;
  readonly findLogin: (login: ProviderLogin) => Promise<string | undefined>;
  readonly findAddress: (email: string) => Promise<{ authUserId: string; verified: boolean } | undefined>;
  readonly linkLogin: (authUserId: string, login: ProviderLogin) => Promise<void>;
  readonly createLogin: (
    login: ProviderLogin,
    person: { name: string; email: string },
  ) => Promise<string | undefined>;
  readonly unlinkLogin: (authUserId: string, provider: string, ways: SignInWays) => Promise<void>;
}

export const createSecondFactors = ({ pool }: SliceOptions): Slice<SecondFactorsVerbs> => ({
  verbs: {
    keepSecret: (secret) => keepSecret(pool, secret),
    takeSecret: (purpose, hash) => takeSecret(pool, purpose, hash),
    findPendingSignIn: (identifier) => findPendingSignIn(pool, identifier),
    takeCode: (authUserId, codeHash) => takeCode(pool, authUserId, codeHash),
    codeWorked: (id) => codeWorked(pool, id),
    disableTwoFactor: (handle) => disableTwoFactor(pool, handle),
    listPasskeys: (authUserId) => listPasskeys(pool, authUserId),
    addPasskey: (key) => addPasskey(pool, key),
    findPasskey: (credentialId) => findPasskey(pool, credentialId),
    usePasskey: (use) => usePasskey(pool, use),
    renamePasskey: (authUserId, id, name) => renamePasskey(pool, authUserId, id, name),
    removePasskey: (authUserId, id, ways) => removePasskey(pool, authUserId, id, ways),
    notePasskeySession: (token) => notePasskeySession(pool, token),
    noteEnrolment: (authUserId, keep) => noteEnrolment(pool, authUserId, keep),
    loginFacts: (authUserId, provider) => loginFacts(pool, authUserId, provider),
    findLogin: (login) => findLogin(pool, login),
    findAddress: (email) => findAddress(pool, email),
    linkLogin: (authUserId, login) => linkLogin(pool, authUserId, login),
    createLogin: (login, person) => createLogin(pool, login, person),
    unlinkLogin: (authUserId, provider, ways) => unlinkLogin(pool, authUserId, provider, ways),
  },
  consumers: [],
});
