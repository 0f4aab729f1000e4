import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { send, signUp } from './fixtures/testServer.ts';

const bin = path.join(import.meta.dirname, '..', 'bin', 'start.mjs');

let dataDir: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'mesh-markets-start-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  rmSync(dataDir, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves with what was said until then. */
  readonly says: (what: RegExp) => Promise<string>;
  readonly ended: Promise<{ code: number | null; output: string }>;
}

const start = (environment: Readonly<Record<string, string>> = {}): Started => {
  const child = spawn(process.execPath, [bin, '--no-build'], {
    cwd: dataDir,
    env: { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data;
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  const says = (what: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (what.test(output)) resolve(output);
      };
      listeners.add(check);
      void ended.then(() => reject(new Error(`ended without saying ${what}:\n${output}`)));
      check();
    });
  return { child, output: () => output, says, ended };
};

const urlIn = (output: string): string => /is at (http:\S+)/.exec(output)?.[1] ?? '';

describe('npm start', () => {
  test('tells every wrong setting and ends', async () => {
    const { code, output } = await start({ PORT: 'abc', LOG_LEVEL: 'loud' }).ended;
    expect(code).toBe(1);
    expect(output).toContain('PORT must be a whole number from 0 to 65535, not "abc".');
    expect(output).toContain('LOG_LEVEL must be one of');
    expect(output).not.toContain('    at ');
  });

  test('tells that the port is in use, and leaves nothing running', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const { code, output } = await start({ PORT: String(port) }).ended;
    taken.close();
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port} is in use. Stop what uses it, or set PORT to another one.`);
    expect(existsSync(path.join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  test('runs until it is told to end, and goes on where it was', async () => {
    const first = start();
    const output = await first.says(/API {5}/);
    expect(output).toContain('There is no admin yet.');
    expect(output).toMatch(/\/setup\?token=[\w-]{32}/);
    const there = (url: string) => ({ send: (to: string, sent = {}) => send(url + to, sent) });
    const person = await signUp(there(urlIn(output)), 'Owner');
    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0, output: expect.stringContaining('Ending:') });
    expect(existsSync(path.join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);

    const second = start();
    const url = urlIn(await second.says(/API {5}/));
    expect((await send(`${url}/api/me`, { as: person })).body).toEqual(person.me);
    second.child.kill('SIGINT');
    expect((await second.ended).code).toBe(0);
  });

  test('ends with an error when its Postgres dies', async () => {
    const server = start();
    await server.says(/API {5}/);
    const [pid] = readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
    const { code, output } = await server.ended;
    expect(code).toBe(1);
    expect(output).toMatch(/Postgres ended by itself; .*postgres\.log says why\./);
  });
});
