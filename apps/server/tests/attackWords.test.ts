import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  COMMENT_MAX,
  DESCRIPTION_MAX,
  Handle,
  type MarketId,
  mentionedHandles,
  type Notification,
  NotificationKind,
  Question,
  Topic,
} from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeMail } from '../src/mail/composeMail.ts';
import { drawableText } from '../src/share/drawableText.ts';
import { addMarket, newKey, send, signUp, startTestServer, type TestServer } from './fixtures/testServer.ts';

/*
 * What somebody can do by words alone: text that wants to be markup, a header, a formula or a path wherever the server itself writes it,
 * and text that wants to keep it busy. What pages make of Markdown is tried in apps/web/src/ui/MarkdownContent.test.tsx.
 */

/** Ends an attribute, an element and a script, wherever it is put. */
const hostile = `"'></title></script><x-evil onload=evil()>{{7*7}}\${7*7}`;
const isAlive = /<\/?x-evil|"'><|<\/script><x/;

const webRoot = mkdtempSync(path.join(tmpdir(), 'mesh-markets-web-'));
let server: TestServer;
let person: Awaited<ReturnType<typeof signUp>>;
let binary: MarketId;
let multiple: MarketId;

beforeAll(async () => {
  const index = '<!doctype html><meta name="description" content="App"><title>App</title>';
  writeFileSync(path.join(webRoot, 'index.html'), index);
  server = await startTestServer({ INSTANCE_NAME: 'Club' }, { webRoot });
  person = await signUp(server, 'Words');
  const renamed = await server.send('/api/me', {
    method: 'PATCH',
    as: person,
    body: { name: hostile.slice(0, 60) },
  });
  expect(renamed.status).toBe(200);
  const about = { question: hostile, description: hostile, topics: ['a'] };
  binary = await addMarket(server.engine, person.me.id, about);
  multiple = await addMarket(server.engine, person.me.id, {
    ...about,
    outcomes: [hostile.slice(0, 60), `=1+1 ${hostile}`.slice(0, 60), '+cmd|"/c calc"!A1'],
  });
  for (const marketId of [binary, multiple])
    await server.engine.placeTrade({ userId: person.me.id, marketId, order: { outcome: 1, credits: 50 } });
});
afterAll(async () => {
  await server.end();
  rmSync(webRoot, { recursive: true });
});

describe('words that want to be markup', () => {
  test('stay words in the pages that the server writes', async () => {
    for (const id of [binary, multiple])
      for (const address of [`/market/${id}`, `/embed/market/${id}`]) {
        const { status, body } = await server.send(address, { headers: { accept: 'text/html' } });
        expect([address, status]).toEqual([address, 200]);
        expect(body).toContain('&lt;x-evil');
        expect([address, isAlive.test(body)]).toEqual([address, false]);
      }
  });

  test('stay words in the frame that oEmbed hands on', async () => {
    const url = encodeURIComponent(`${server.url}/market/${binary}`);
    const { body } = await server.send(`/api/oembed?url=${url}`);
    expect(body.title).toBe(hostile);
    expect(isAlive.test(body.html)).toBe(false);
    expect(body.html).toMatch(
      /^<iframe src="[^"<>]+" title="[^"<>]+" width="\d+" height="\d+" loading="lazy" style="[^"]+"><\/iframe>$/,
    );
  });

  test('are drawn, not obeyed, in a picture', async () => {
    for (const id of [binary, multiple]) {
      const response = await fetch(`${server.url}/api/market/${id}/image.png`);
      expect(response.headers.get('content-type')).toBe('image/png');
      expect(
        Buffer.from(await response.arrayBuffer())
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG');
    }
  });

  test('are data to whoever asks the API, and never a page', async () => {
    for (const address of [
      '/api/feed',
      `/api/market/${binary}`,
      '/api/users/words',
      '/api/search?query=evil',
    ]) {
      const { headers, body } = await server.send(address, { headers: { accept: 'text/html' } });
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(JSON.stringify(body)).toContain('x-evil');
    }
  });

  test('do not come back from an address that is refused', async () => {
    for (const address of [`/api/market/${encodeURIComponent(hostile)}`, `/${encodeURIComponent(hostile)}`]) {
      const { headers, body } = await server.send(address);
      expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(JSON.stringify(body)).not.toContain('x-evil');
    }
  });
});

/** A notification with hostile words wherever a person's words can stand. */
const told = (kind: Notification['kind']): Notification => ({
  id: '1' as Notification['id'],
  kind,
  createdAt: '2030-01-01T00:00:00.000Z',
  times: 1,
  market: { id: '1' as MarketId, question: `${hostile}\r\nBcc: everybody@example.org` },
  post: { id: '1' as never, commentId: '2' },
  actor: { id: '1' as never, handle: 'words', name: `${hostile}\r\nBcc: everybody@example.org` },
  figures: {
    action: 'BUY',
    label: hostile,
    credits: 5,
    shares: 5,
    price: 0.5,
    verdict: hostile,
    excerpt: hostile,
  },
});

describe('words in a mail', () => {
  const letterhead = { siteUrl: 'https://club.example', instanceName: 'Club', secret: 'a secret' };
  const mailAbout = (kinds: readonly Notification['kind'][]) =>
    composeMail(
      {
        channel: 'EMAIL',
        batch: 'b',
        userId: person.me.id,
        attempt: 1,
        notifications: kinds.map(told),
        to: { name: `${hostile}\r\nBcc: everybody@example.org`, address: 'words@example.org' },
        digest: kinds.length > 1,
      },
      letterhead,
    );

  test.each([...NotificationKind.options, 'TEST' as const])('about %s stay words', (kind) => {
    const mail = mailAbout([kind]);
    expect(isAlive.test(mail.html)).toBe(false);
    expect(mail.subject).not.toMatch(/[\r\n]/);
  });

  test('lead nowhere but to the site', () => {
    const mail = mailAbout(NotificationKind.options);
    const links = [...mail.html.matchAll(/\b(?:href|src)="([^"]*)"/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(NotificationKind.options.length);
    for (const link of links) expect(link).toMatch(/^https:\/\/club\.example(\/|$)/);
  });
});

describe('words that want to be a formula', () => {
  test('are led by an apostrophe in every file of a spreadsheet', async () => {
    const files = ['/api/wallet/ledger.csv', '/api/portfolio.csv', `/api/market/${multiple}/trades.csv`];
    for (const address of files) {
      const { headers, body } = await server.send(address, { as: person });
      expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
      expect([address, body]).toEqual([address, expect.stringContaining(`"'=1+1 `)]);
      expect([address, /(^|[,\r\n])"?[=+@\t]/.test(body)]).toEqual([address, false]);
    }
  });
});

/** The time that a test may take is the bound: what grows faster than its text would not come to an end. */
describe('text that wants to keep the server busy', () => {
  const long = 200_000;
  const patterns = [
    '@',
    '@a',
    '@aaa ',
    'a@',
    '`',
    '```',
    '~~~',
    '`a',
    'http://',
    'https://a',
    '#',
    '-',
    'a-',
    '_',
    ' ',
    '\t',
    '(',
    '[',
    '\u0300',
    'א',
    '🌧',
    'ﷺ',
    '.',
    '\\',
    '"',
    "'",
    '%',
    '&',
    '|',
    '!',
  ];

  test.each(patterns)('%j is read in one go', (pattern) => {
    const text = pattern.repeat(long).slice(0, long);
    for (const end of ['', 'x', '@', '`', '\n', ' ']) {
      mentionedHandles(text + end);
      drawableText(text + end);
      for (const schema of [Topic, Question, Handle]) schema.safeParse(text + end);
    }
  });

  test('is refused by its length before it is looked at, and otherwise taken', async () => {
    for (const pattern of ['@aaa ', '> ', '`', '['])
      for (const [route, field, most] of [
        ['/api/posts', 'body', 2_000],
        [`/api/posts/${binary}/comments`, 'body', COMMENT_MAX],
      ] as const) {
        const write = (length: number) => {
          const body = { [field]: `x${pattern.repeat(length)}`.slice(0, length - 1).concat('x') };
          return server.send(route, { as: person, headers: newKey(), body });
        };
        expect((await write(most)).status).toBe(201);
        expect((await write(most + 1)).status).toBe(400);
      }
    const asked = await server.send('/api/market', {
      as: person,
      headers: newKey(),
      body: {
        question: 'Q',
        b: 50,
        closesAt: '2090-01-01T00:00:00Z',
        description: '> '.repeat(DESCRIPTION_MAX),
      },
    });
    expect(asked.status).toBe(400);
  });

  test('in a search finds what there is, or nothing', async () => {
    for (const query of [
      "'",
      "':*",
      '!!!',
      '& | !',
      '<->',
      '\\',
      '%',
      '_',
      '((((',
      'a'.repeat(200),
      'ﷺ'.repeat(20),
      '🌧'.repeat(20),
      "x' | 'evil",
      '\u0000',
    ]) {
      const { status } = await server.send(`/api/search?query=${encodeURIComponent(query)}`);
      expect([query, [200, 400].includes(status)]).toEqual([query, true]);
    }
  });

  test('in a header is no more than a header', async () => {
    const headers = [
      { authorization: `Bearer ${' '.repeat(10_000)}` },
      { authorization: `Bearer ${'a'.repeat(10_000)}` },
      { cookie: `${'a=b;'.repeat(2_500)}` },
      { cookie: `mesh.session_token=${'%25'.repeat(3_000)}` },
      { 'if-none-match': 'W/"a",'.repeat(1_500) },
      { 'accept-encoding': 'gzip;q=0.1,'.repeat(900) },
      { 'idempotency-key': '-'.repeat(10_000) },
    ];
    for (const header of headers) {
      const { status } = await send(`${server.url}/api/feed`, { headers: header as Record<string, string> });
      expect([Object.keys(header), status < 500]).toEqual([Object.keys(header), true]);
    }
    expect((await server.send('/healthz')).status).toBe(200);
  });
});
