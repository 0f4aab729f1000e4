import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** An answer as it goes on the wire. */
export interface Page {
  readonly body: Buffer;
  /** A weak ETag of the content. */
  readonly tag: string;
}

/** One answer may go to many who asked at the same time: it is made into text once. */
const pages = new WeakMap<object, Page>();

/** Bytes are sent as they are, anything else as JSON. */
export const pageOf = (answer: unknown): Page => {
  const shared = typeof answer === 'object' && answer !== null;
  const known = shared ? pages.get(answer) : undefined;
  if (known) return known;
  const body = Buffer.isBuffer(answer) ? answer : Buffer.from(JSON.stringify(answer));
  const page = { body, tag: `W/"${hash('sha1', body, 'base64url').slice(0, 16)}"` };
  if (shared) pages.set(answer, page);
  return page;
};

const encoders = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: promisify(gzip) as (body: Buffer) => Promise<Buffer>,
};

export type Encoding = keyof typeof encoders;

/** Shorter ones are not worth it. */
const ENCODED_FROM = 2048;

/** The best of our encodings that a client takes by its Accept-Encoding header. */
const encodingFor = (accepted: string): Encoding | undefined => {
  const taken = accepted
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]!.trim());
  return (['br', 'gzip'] as const).find((encoding) => taken.includes(encoding));
};

const encoded = new WeakMap<Page, Partial<Record<Encoding, Promise<Buffer>>>>();

/** What to send to somebody who takes these encodings, of a page that goes to many: compressed once for all of them. */
export const encodePage = async (
  page: Page,
  accepted: string | undefined,
): Promise<{ readonly body: Buffer; readonly encoding?: Encoding }> => {
  const encoding =
    accepted === undefined || page.body.length < ENCODED_FROM ? undefined : encodingFor(accepted);
  if (encoding === undefined) return { body: page.body };
  const made = encoded.get(page) ?? {};
  encoded.set(page, made);
  made[encoding] ??= encoders[encoding](page.body);
  return { body: await made[encoding], encoding };
};
