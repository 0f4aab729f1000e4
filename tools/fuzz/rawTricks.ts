import { connect } from 'node:net';

/* What a client library would never send: requests as bytes on a wire. */

const get = (lines: readonly string[], address = '/api/feed'): string =>
  [`GET ${address} HTTP/1.1`, 'Host: 127.0.0.1', ...lines, 'Connection: close', '', ''].join('\r\n');
const post = (lines: readonly string[], body: string): string =>
  ['POST /api/market/1/trade HTTP/1.1', 'Host: 127.0.0.1', ...lines, '', body].join('\r\n');

const tricks: Readonly<Record<string, string>> = {
  'a cookie of 12 KiB': get([`Cookie: ${'c'.repeat(12_000)}`]),
  'a cookie of 40 KiB': get([`Cookie: ${'c'.repeat(40_000)}`]),
  'two thousand headers': get(Array.from({ length: 2_000 }, (_, n) => `X-${n}: ${n}`)),
  'a session cookie of nonsense': get(['Cookie: mesh.session_token=%00%ff%zz.__proto__']),
  'the same cookie twice': get(['Cookie: mesh.session_token=a; mesh.session_token=b']),
  'a header that breaks the line': get(['X-A: b\nSet-Cookie: evil=1']),
  'a header without a name': get([': b']),
  'a folded header': get(['X-A: b', ' c']),
  'a zero byte in a header': get(['X-A: b\u0000c']),
  'a zero byte in the address': get([], '/api/\u0000feed'),
  'an address with dots': get([], '/api/../../../../etc/passwd'),
  'an address with encoded dots': get([], '/%2e%2e/%2e%2e/%2e%2e/etc/passwd'),
  'an address with backslashes': get([], '/..\\..\\..\\etc\\passwd'),
  'an address with doubled slashes': get([], '//etc//passwd'),
  'an address of another host': get([], 'http://169.254.169.254/latest/meta-data/'),
  'an address that does not decode': get([], '/api/market/%E0%A4%A'),
  'an address of 20 KiB': get([], `/api/${'a'.repeat(20_000)}`),
  'no host': 'GET /api/feed HTTP/1.1\r\nConnection: close\r\n\r\n',
  'a host that is a script':
    'GET / HTTP/1.1\r\nHost: "><script>alert(1)</script>\r\nConnection: close\r\n\r\n',
  'an unknown method': 'BREW /api/feed HTTP/1.1\r\nHost: a\r\n\r\n',
  'a tunnel': 'CONNECT 127.0.0.1:5432 HTTP/1.1\r\nHost: a\r\n\r\n',
  'an unknown version': 'GET /api/feed HTTP/9.9\r\nHost: a\r\n\r\n',
  'two lengths': post(['Content-Length: 2', 'Content-Length: 50'], '{}'),
  'a length and chunks': post(
    ['Content-Length: 5', 'Transfer-Encoding: chunked'],
    '0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n',
  ),
  'a length below zero': post(['Content-Length: -1'], '{}'),
  'a chunk that is too large to count': post(
    ['Transfer-Encoding: chunked'],
    'ffffffffffffffffff\r\n{}\r\n0\r\n\r\n',
  ),
  'a body that is promised large': post(
    ['Content-Type: application/json', 'Content-Length: 99999999999'],
    '{}',
  ),
  'TLS where none is spoken': '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  'an upgrade to something else': get(['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA']),
};

/** How long a server may keep silent before the trick counts as over. */
const SILENCE_MS = 3_000;

const exchange = (port: number, bytes: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const end = (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(SILENCE_MS, end);
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.on('error', end).on('close', end);
    socket.write(bytes, 'latin1');
  });

export interface TrickReport {
  readonly trick: string;
  readonly status: number | undefined;
  readonly text: string;
}

/** Sends each of them; without a status the server let go of the connection, or waited for more. */
export const playTricks = async (port: number): Promise<TrickReport[]> =>
  Promise.all(
    Object.entries(tricks).map(async ([trick, bytes]) => {
      const text = await exchange(port, bytes);
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      return { trick, status: status === undefined ? undefined : Number(status), text };
    }),
  );
