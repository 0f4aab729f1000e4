import { createHmac, timingSafeEqual } from 'node:crypto';
import { NotificationKind, UserId } from '@mesh-markets/contract';

/** Whose e-mails, and about what; no kind stands for all of them. */
export interface Unsubscription {
  readonly userId: UserId;
  readonly kind: NotificationKind | undefined;
}

const MAC_BYTES = 16;

const macOf = (payload: Buffer, secret: string): Buffer => {
  // A key of its own, so that nothing signed for another purpose passes here.
  const key = createHmac('sha256', secret).update('unsubscribe').digest();
  return createHmac('sha256', key).update(payload).digest().subarray(0, MAC_BYTES);
};

/** A link of an old e-mail must work for ever, so nothing is stored: the link itself says what it is for, signed. */
export const signUnsubscription = ({ userId, kind }: Unsubscription, secret: string): string => {
  const payload = Buffer.from(`${userId}:${kind ?? ''}`);
  return Buffer.concat([macOf(payload, secret), payload]).toString('base64url');
};

/** Undefined for a token that is not ours. */
export const readUnsubscription = (token: string, secret: string): Unsubscription | undefined => {
  const bytes = Buffer.from(token, 'base64url');
  const [mac, payload] = [bytes.subarray(0, MAC_BYTES), bytes.subarray(MAC_BYTES)];
  const right = macOf(payload, secret);
  if (mac.length !== right.length || !timingSafeEqual(mac, right)) return undefined;
  const [id = '', kind = ''] = payload.toString().split(':');
  const userId = UserId.safeParse(id);
  if (!userId.success) return undefined;
  if (kind === '') return { userId: userId.data, kind: undefined };
  // A kind that this release no longer knows: its e-mails have ended anyway.
  const known = NotificationKind.safeParse(kind);
  return known.success ? { userId: userId.data, kind: known.data } : undefined;
};
