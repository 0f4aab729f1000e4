import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface SecretBox {
  readonly seal: (secret: string) => string;
  /** @throws Error when it was sealed with another key, or changed since */
  readonly open: (sealed: string) => string;
}

/**
 * Keeps signing secrets in the database as ciphertext (AES-256-GCM), under a key that is derived from the server's own secret and is not in
 * the database: who reads a dump of it cannot sign. With another AUTH_SECRET they are lost, and have to be rotated.
 */
export const createSecretBox = (authSecret: string): SecretBox => {
  const key = Buffer.from(hkdfSync('sha256', authSecret, '', 'mesh-markets webhook secrets', 32));
  return {
    seal: (secret) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
    },
    open: (sealed) => {
      const [version, text = ''] = sealed.split('.');
      if (version !== VERSION) throw new Error(`a secret sealed in a way that is not known: ${version}`);
      const bytes = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([
        decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8');
    },
  };
};
