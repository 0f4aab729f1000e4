import type { LookupFunction } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../../tests/fixtures/receiver.ts';
import { type PostOptions, postJson, RefusedAddressError } from './postJson.ts';
import { isPublicAddress } from './publicAddress.ts';

const open: Receiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

const receive = async (...answer: Parameters<typeof startReceiver>): Promise<Receiver> => {
  const receiver = await startReceiver(...answer);
  open.push(receiver);
  return receiver;
};

/** A name server that answers what it is told to, one list of addresses after the other. */
const namesAnswer = (...answers: readonly (readonly string[])[]) => {
  const asked: string[] = [];
  const lookup: LookupFunction = (hostname, _options, done) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)]!;
    asked.push(hostname);
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { asked, lookup };
};

const post = (url: string, options: Partial<PostOptions> = {}) =>
  postJson(url, '{}', { headers: {}, timeoutMs: 5_000, allowPrivate: false, ...options });

describe('an address', () => {
  test.each([
    '127.0.0.1',
    '127.8.9.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'localhost',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '93.184.216.34', '2606:4700::1111', '2a00:1450::1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('nothing is sent to', () => {
  test.each(['127.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]'])(
    'this machine as http://%s',
    async (host) => {
      const receiver = await receive();
      await expect(post(`http://${host}:${receiver.port}/`)).rejects.toThrow(RefusedAddressError);
      expect(receiver.received).toEqual([]);
    },
  );

  test('a name that leads there, or leads there among others', async () => {
    const receiver = await receive();
    for (const addresses of [['127.0.0.1'], ['::1'], ['8.8.8.8', '127.0.0.1'], []]) {
      const { lookup } = namesAnswer(addresses);
      await expect(post(`http://hooks.example.org:${receiver.port}/`, { lookup })).rejects.toThrow(
        'hooks.example.org is not an address of the public internet',
      );
    }
    expect(receiver.received).toEqual([]);
  });

  test('a name that leads elsewhere a moment after it was looked at', async () => {
    const receiver = await receive();
    // The first answer passes, and the sending is called off before it connects: it has not asked a second time.
    const { asked, lookup } = namesAnswer(['8.8.8.8'], ['127.0.0.1']);
    const calledOff = new AbortController();
    const lookupOnce: LookupFunction = (hostname, options, done) => {
      calledOff.abort();
      lookup(hostname, options, done);
    };
    await expect(
      post(`http://hooks.example.org:${receiver.port}/`, { lookup: lookupOnce, signal: calledOff.signal }),
    ).rejects.toThrow();
    expect(asked).toEqual(['hooks.example.org']);
    expect(receiver.received).toEqual([]);
    await expect(post(`http://hooks.example.org:${receiver.port}/`, { lookup })).rejects.toThrow(
      RefusedAddressError,
    );
    expect(receiver.received).toEqual([]);
  });
});

describe('where private addresses are allowed', () => {
  const allowed = { allowPrivate: true };

  test('the body arrives, and the status comes back', async () => {
    const receiver = await receive(201);
    const answer = await post(receiver.url, { ...allowed, headers: { 'webhook-id': 'evt_1' } });
    expect(answer).toEqual({ status: 201, retryAfterSeconds: undefined });
    expect(receiver.received).toMatchObject([
      { url: '/hooks', body: '{}', headers: { 'webhook-id': 'evt_1' } },
    ]);
  });

  test('a name is resolved and connected to', async () => {
    const receiver = await receive();
    const { asked, lookup } = namesAnswer(['127.0.0.1']);
    expect(await post(`http://neighbour.internal:${receiver.port}/`, { ...allowed, lookup })).toMatchObject({
      status: 204,
    });
    expect(asked).toEqual(['neighbour.internal']);
  });

  test('who never answers, or never ends, is not waited for', async () => {
    const silent = await receive(() => undefined);
    await expect(post(silent.url, { ...allowed, timeoutMs: 200 })).rejects.toThrow(
      'No answer within 0.2 seconds.',
    );
    const slow = await receive((response) => {
      response.writeHead(200).write('a little');
    });
    await expect(post(slow.url, { ...allowed, timeoutMs: 200 })).rejects.toThrow(
      'No answer within 0.2 seconds.',
    );
  });

  test('a long answer is not read to its end', async () => {
    let written = 0;
    const talker = await receive((response) => {
      const talk = (): void => {
        while (!response.destroyed && written < 64 * 1024 * 1024) {
          written += 64 * 1024;
          if (!response.write(Buffer.alloc(64 * 1024))) {
            response.once('drain', talk);
            return;
          }
        }
        response.end();
      };
      response.writeHead(200);
      talk();
    });
    expect((await post(talker.url, allowed)).status).toBe(200);
    expect(written).toBeLessThan(32 * 1024 * 1024);
  });

  test.each([
    ['120', 120],
    ['soon', undefined],
  ])('Retry-After: %s is understood', async (header, seconds) => {
    const receiver = await receive((response) => response.writeHead(503, { 'retry-after': header }).end());
    expect(await post(receiver.url, allowed)).toEqual({ status: 503, retryAfterSeconds: seconds });
  });
});
