import { createHash } from 'node:crypto';
import type { WebhookId } from '@mesh-markets/contract';
import type { ClaimedDelivery, DeliveryOutcome, Engine } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';
import serverPackage from '../../package.json' with { type: 'json' };
import { type PostOptions, postJson } from './postJson.ts';
import type { SecretBox } from './secretBox.ts';
import { signatureHeaders } from './sign.ts';

/** At once to one endpoint. */
const AT_ONCE = 10;
const TIMEOUT_MS = 15_000;
/** After so long a job makes room for others; what is left is queued again. */
const LONGEST_RUN_MS = 30_000;

export interface DeliverOptions {
  readonly engine: Pick<Engine, 'claimDeliveries' | 'recordDelivery' | 'queueNextTry'>;
  readonly secrets: SecretBox;
  readonly allowPrivate: boolean;
  readonly log: FastifyBaseLogger;
  readonly timeoutMs?: number;
  readonly lookup?: PostOptions['lookup'];
}

const GONE = 410;

const problemOf = (status: number): string => {
  if (status === GONE) return 'The receiver answered 410: it wants nothing more.';
  if (status >= 300 && status < 400) return `The receiver answered ${status}; redirects are not followed.`;
  return `The receiver answered ${status}.`;
};

/** The secrets that sign. @throws Error with a sentence for the log of deliveries */
const openSecrets = (secrets: SecretBox, delivery: ClaimedDelivery): string[] => {
  try {
    const sealed = [delivery.sealedSecret];
    if (delivery.previousSealedSecret !== null) sealed.push(delivery.previousSealedSecret);
    return sealed.map(secrets.open);
  } catch {
    throw new Error('The signing secret cannot be read: AUTH_SECRET has changed. Rotate the secret.');
  }
};

const send = async (
  delivery: ClaimedDelivery,
  options: DeliverOptions,
  signal: AbortSignal | undefined,
): Promise<DeliveryOutcome> => {
  const { eventId, payload, url } = delivery;
  const started = performance.now();
  const facts = (): Pick<DeliveryOutcome, 'latencyMs' | 'bodyHash'> => ({
    latencyMs: Math.round(performance.now() - started),
    bodyHash: createHash('sha256').update(payload).digest(),
  });
  try {
    const signed = signatureHeaders(openSecrets(options.secrets, delivery), eventId, new Date(), payload);
    const { status, retryAfterSeconds } = await postJson(url, payload, {
      headers: { ...signed, 'user-agent': `Mesh-Markets/${serverPackage.version}` },
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      allowPrivate: options.allowPrivate,
      signal,
      lookup: options.lookup,
    });
    const delivered = status >= 200 && status < 300;
    return {
      ...facts(),
      delivered,
      gone: status === GONE,
      status,
      problem: delivered ? undefined : problemOf(status),
      retryAfterSeconds,
    };
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    return {
      ...facts(),
      delivered: false,
      gone: false,
      status: undefined,
      problem: message || code || 'The receiver cannot be reached.',
      retryAfterSeconds: undefined,
    };
  }
};

/**
 * Sends what is due at one endpoint until nothing is, then queues the next look. A server that ends in the middle leaves what it was
 * sending claimed for a while; it is sent again after that.
 */
export const deliverWebhooks = async (
  endpointId: WebhookId,
  options: DeliverOptions,
  signal?: AbortSignal,
): Promise<void> => {
  const { engine, log } = options;
  const until = performance.now() + LONGEST_RUN_MS;
  const deliverOne = async (delivery: ClaimedDelivery): Promise<void> => {
    const outcome = await send(delivery, options, signal);
    if (!outcome.delivered && signal?.aborted) return;
    await engine.recordDelivery(delivery.id, outcome);
    if (!outcome.delivered) {
      log.info(
        { webhook: endpointId, event: delivery.eventId, problem: outcome.problem },
        'a webhook failed',
      );
    }
  };
  while (!signal?.aborted && performance.now() < until) {
    const claimed = await engine.claimDeliveries(endpointId, AT_ONCE);
    if (claimed.length === 0) break;
    await Promise.all(claimed.map(deliverOne));
  }
  await engine.queueNextTry(endpointId);
};
