import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MarketId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMarket, addTrader, startTestServer, type TestServer } from './fixtures/testServer.ts';

const hostile = `</title></h1><script>alert("1")</script>"'><img src=x onerror=alert(1)> $& $'`;
const html = { headers: { accept: 'text/html,*/*' } };

let server: TestServer;
let webRoot: string;
let asker: UserId;
let plain: MarketId;
let nasty: MarketId;
let many: MarketId;
beforeAll(async () => {
  webRoot = mkdtempSync(path.join(tmpdir(), 'mesh-markets-web-'));
  const description = '<meta name="description" content="Of the app" />';
  writeFileSync(
    path.join(webRoot, 'index.html'),
    `<!doctype html><head>${description}<title>The app</title></head>`,
  );
  const environment = { INSTANCE_NAME: 'Club "X" & <Co>', PUBLIC_URL: 'https://markets.example.org' };
  server = await startTestServer(environment, { webRoot });
  const trader = await addTrader(server.engine, 'Ann');
  asker = trader.userId;
  plain = await addMarket(server.engine, asker, { question: 'Will it snow in Lisbon this year?' });
  nasty = await addMarket(server.engine, asker, { question: hostile });
  many = await addMarket(server.engine, asker, {
    question: '🎉 هل ستمطر غدا؟ 明天 '.padEnd(139, 'W'),
    outcomes: ['W'.repeat(60), '<b>Two</b>', '3️⃣', 'Four'],
  });
});
afterAll(async () => {
  await server.end();
  rmSync(webRoot, { recursive: true });
});

const frameRule = (headers: Headers): string | undefined =>
  /frame-ancestors ([^;]+)/.exec(headers.get('content-security-policy') ?? '')?.[1];

describe('the page of a market', () => {
  test('tells other sites what it is about', async () => {
    const { status, body, headers } = await server.send(`/market/${plain}`, html);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(body).toContain(
      '<title>Will it snow in Lisbon this year? · Club &quot;X&quot; &amp; &lt;Co&gt;</title>',
    );
    expect(body).toContain('<meta property="og:title" content="Will it snow in Lisbon this year?">');
    expect(body).toMatch(
      /<meta property="og:description" content="YES 50% · Closes [^"]+ · 0 traders · ₡0 volume">/,
    );
    expect(body).toContain(`<link rel="canonical" href="https://markets.example.org/market/${plain}">`);
    expect(body).toMatch(
      new RegExp(`og:image" content="https://markets.example.org/api/market/${plain}/image.png\\?v=\\d+"`),
    );
    expect(body).toContain('<meta name="twitter:card" content="summary_large_image">');
    expect(body).not.toContain('Of the app');
  });

  test('keeps the words of a stranger words', async () => {
    const { body } = await server.send(`/market/${nasty}`, html);
    expect(body).not.toMatch(/<script|<img|<\/h1>/);
    expect(body.match(/<title>/g)).toHaveLength(1);
    expect(body).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&quot;&#39;&gt;');
    expect(body).toContain('$&amp; $&#39;');
  });

  test.each(['/market/999999', '/market/abc', '/market/0', '/market/1/more', '/', '/markets'])(
    'is the plain page at %s',
    async (address) => {
      const { status, body } = await server.send(address, html);
      expect(status).toBe(200);
      expect(body).toContain('<title>The app</title>');
    },
  );

  test('refuses frames, as every page but one does', async () => {
    for (const address of [
      `/market/${plain}`,
      '/',
      '/sign-in',
      '/api/instance',
      `/api/market/${plain}`,
      '/api/docs',
    ]) {
      const { headers } = await server.send(address, html);
      expect(frameRule(headers), address).toBe("'none'");
    }
    expect((await server.send(`/market/${plain}`, html)).headers.get('x-frame-options')).toBe('DENY');
  });
});

describe('the frame for other sites', () => {
  test('shows the market and may be framed anywhere', async () => {
    const { status, body, headers } = await server.send(`/embed/market/${plain}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(frameRule(headers)).toBe('*');
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    for (const header of ['x-frame-options', 'cross-origin-opener-policy', 'set-cookie']) {
      expect(headers.get(header), header).toBeNull();
    }
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(body).toContain(
      `href="https://markets.example.org/market/${plain}" target="_blank" rel="noopener"`,
    );
    expect(body).toContain('50%');
  });

  test('keeps the words of a stranger words', async () => {
    const { body } = await server.send(`/embed/market/${nasty}`);
    expect(body).not.toMatch(/<img|alert\("1"\)/);
    expect(body.match(/<script/g)).toHaveLength(1);
    expect((await server.send(`/embed/market/${many}`)).body).toContain('&lt;b&gt;Two&lt;/b&gt;');
  });

  test('is sent again only when something changed', async () => {
    const first = await server.send(`/embed/market/${plain}`);
    const headers = { 'if-none-match': first.headers.get('etag') ?? '', 'cache-control': 'max-age=0' };
    expect((await server.send(`/embed/market/${plain}`, { headers })).status).toBe(304);
  });

  test.each(['999999', 'abc', '0', '%3Cscript%3E'])('says so where there is no market: %s', async (id) => {
    const { status, body, headers } = await server.send(`/embed/market/${id}`);
    expect(status).toBe(404);
    expect(frameRule(headers)).toBe('*');
    expect(body).toContain('There is no such market.');
    expect(body).not.toContain('script>alert');
  });
});

describe('the picture', () => {
  const pngOf = async (id: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${server.url}/api/market/${id}/image.png`, { headers });
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
  };

  test('is a PNG of the usual size, whatever the words', async () => {
    for (const id of [plain, nasty, many]) {
      const { answer, bytes } = await pngOf(id);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('image/png');
      expect(answer.headers.get('cache-control')).toMatch(/^public, max-age=300/);
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(bytes.subarray(1, 4).toString()).toBe('PNG');
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
      const again = await pngOf(id, {
        'if-none-match': answer.headers.get('etag') ?? '',
        'cache-control': 'max-age=0',
      });
      expect(again.answer.status).toBe(304);
    }
  });

  test.each(['999999', 'abc'])('is not there for %s', async (id) => {
    expect((await server.send(`/api/market/${id}/image.png`)).body).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('cannot be asked for without end', async () => {
    const fresh = await Promise.all(
      Array.from({ length: 70 }, (_, place) =>
        addMarket(server.engine, asker, { question: `Number ${place}?`, b: 50 }),
      ),
    );
    const statuses: number[] = [];
    for (const id of fresh) statuses.push((await pngOf(id)).answer.status);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    // What is drawn already is still there for everybody.
    expect((await pngOf(plain)).answer.status).toBe(200);
  });
});

describe('oEmbed', () => {
  const ask = (query: Record<string, string>) => server.send(`/api/oembed?${new URLSearchParams(query)}`);
  const address = (id: string): string => `https://markets.example.org/market/${id}`;

  test('answers with a frame', async () => {
    const { status, body } = await ask({ url: address(plain), format: 'json', maxwidth: '400' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      version: '1.0',
      type: 'rich',
      title: 'Will it snow in Lisbon this year?',
      provider_name: 'Club "X" & <Co>',
      width: 400,
      height: 240,
    });
    expect(body.html).toBe(
      `<iframe src="https://markets.example.org/embed/market/${plain}" title="Will it snow in Lisbon this year?" width="400" height="240" loading="lazy" style="border:0;max-width:100%"></iframe>`,
    );
  });

  test('is what the page of a market points to', async () => {
    const { body } = await server.send(`/market/${plain}`, html);
    const link = /<link rel="alternate" type="application\/json\+oembed" href="([^"]+)"/.exec(body)?.[1];
    const { pathname, search } = new URL(link!.replaceAll('&amp;', '&'));
    expect((await server.send(pathname + search)).body.type).toBe('rich');
  });

  test('escapes the question in the frame', async () => {
    const { body } = await ask({ url: address(nasty), maxheight: '100' });
    expect(body.title).toBe(hostile);
    expect(body.html).not.toMatch(/<script|<img|<\/title/);
    expect(body.height).toBe(100);
  });

  test.each([
    'https://elsewhere.example.org/market/1',
    'https://markets.example.org/',
    'https://markets.example.org/market/999999',
    'https://markets.example.org/market/1/../../u/ann',
    'javascript:alert(1)',
    'market/1',
  ])('knows nothing of %s', async (url) => {
    expect(await ask({ url })).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  test('speaks JSON only, and wants an address', async () => {
    const url = address(plain);
    expect(await ask({ url, format: 'xml' })).toMatchObject({
      status: 501,
      body: { code: 'FORMAT_NOT_SUPPORTED' },
    });
    expect((await ask({})).status).toBe(400);
    expect((await ask({ url, maxwidth: '-1' })).status).toBe(400);
  });
});

test('without an address of its own, a site believes a plain Host header only', async () => {
  const own = await startTestServer({}, { webRoot });
  const { userId } = await addTrader(own.engine, 'Ben');
  const id = await addMarket(own.engine, userId);
  const canonical = async (host?: string): Promise<string | undefined> => {
    const { request } = await import('node:http');
    const body = await new Promise<string>((resolve, reject) => {
      const headers = { accept: 'text/html', ...(host === undefined ? {} : { host }) };
      const sent = request(`${own.url}/market/${id}`, { headers }, (answer) => {
        answer.setEncoding('utf8');
        answer.toArray().then((chunks) => resolve(chunks.join('')), reject);
      });
      sent.on('error', reject).end();
    });
    return /<link rel="canonical" href="([^"]*)"/.exec(body)?.[1];
  };
  expect(await canonical()).toBe(`${own.url.replace('localhost', new URL(own.url).hostname)}/market/${id}`);
  expect(await canonical('club.example.org:8080')).toBe(`http://club.example.org:8080/market/${id}`);
  expect(await canonical('a"onload=x')).toMatch(/^http:\/\/localhost:\d+\/market\//);
  await own.end();
});
