import { z } from 'zod';
import { ApiKeyId } from '../ids.ts';
import { Timestamp } from '../market.ts';
import { define } from '../route.ts';
import { KeyScopes } from '../scopes.ts';
import { ApiKey, Me } from '../social.ts';
import { ApiKeyName, DisplayName, Handle } from '../text.ts';

export const accountRoutes = define({
  getMe: {
    method: 'GET',
    path: '/api/me',
    access: 'user',
    beforeSecondFactor: true,
    summary: 'The signed-in person.',
    answer: Me,
  },
  updateMe: {
    method: 'PATCH',
    path: '/api/me',
    access: 'user',
    summary: 'Changes the display name or handle, or says whether this is the account of a bot.',
    body: z.strictObject({
      name: DisplayName.optional(),
      handle: Handle.optional(),
      bot: z.boolean().optional(),
    }),
    answer: Me,
    errors: ['HANDLE_TAKEN'],
  },
  claimAdmin: {
    method: 'POST',
    path: '/api/setup',
    access: 'user',
    beforeSecondFactor: true,
    summary: 'Makes the signed-in person the first admin, with the one-time token from the server log.',
    body: z.strictObject({ token: z.string().min(1).max(200) }),
    answer: Me,
    errors: ['FORBIDDEN'],
  },
  listApiKeys: {
    method: 'GET',
    path: '/api/keys',
    access: 'user',
    summary: 'API keys of the signed-in person.',
    answer: z.object({ keys: z.array(ApiKey) }),
    errors: ['FORBIDDEN'],
  },
  createApiKey: {
    method: 'POST',
    path: '/api/keys',
    access: 'user',
    summary: 'Makes an API key; the secret is shown this once.',
    body: z.strictObject({
      name: ApiKeyName,
      scopes: KeyScopes.default(['read', 'trade']),
      /** Absent: the key works until it is revoked. */
      expiresAt: Timestamp.optional(),
    }),
    answer: z.object({ key: ApiKey, secret: z.string() }),
    status: 201,
    errors: ['FORBIDDEN', 'TOO_MANY_KEYS'],
  },
  revokeApiKey: {
    method: 'DELETE',
    path: '/api/keys/{id}',
    access: 'user',
    summary: 'Revokes an API key at once, on every server.',
    params: z.object({ id: ApiKeyId }),
    answer: z.null(),
    status: 204,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
});
