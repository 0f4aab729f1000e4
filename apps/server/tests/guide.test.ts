import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ErrorCode, errorCodes } from '@mesh-markets/contract';
import { expect, test } from 'vitest';
import { settingNames } from '../src/settings.ts';
import { startTestServer } from './fixtures/testServer.ts';

const guide = (name: string): string =>
  readFileSync(path.join(import.meta.dirname, '..', '..', '..', 'docs', 'guide', name), 'utf8');

test('settings.md has a line for every setting, and no other', () => {
  const described = [...guide('settings.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
  expect(described.sort()).toEqual([...settingNames].sort());
});

test('api.md names every code of a refusal under its status', () => {
  const rows = guide('api.md').match(/^\| \d{3}.*$/gm) ?? [];
  for (const code of ErrorCode.options) {
    const row = rows.find((line) => line.includes(`\`${code}\``));
    expect(row, code).toContain(String(errorCodes[code].status));
  }
});

const exists = (command: string): Promise<boolean> =>
  promisify(execFile)('bash', ['-c', `command -v ${command}`]).then(
    () => true,
    () => false,
  );
const canRun = process.platform === 'linux' && (await exists('curl')) && (await exists('jq'));

test.skipIf(!canRun)('the examples of api.md run as they stand', async () => {
  const server = await startTestServer();
  const directory = mkdtempSync(path.join(tmpdir(), 'mesh-markets-guide-'));
  const blocks = [...guide('api.md').matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block);
  expect(blocks.length).toBeGreaterThan(6);
  const script = `set -euo pipefail\n${blocks.join('\n')}`;
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    cwd: directory,
    env: { PATH: process.env.PATH, URL: server.url },
  });
  expect(stdout).toContain('{"balance":10000}');
  expect(stdout).toMatch(/^idempotency-replayed: true/m);
  expect(stdout).toMatch(/^304$/m);
  expect(stdout).toContain('"code":"MARKET_CLOSED"');
  rmSync(directory, { recursive: true });
  await server.end();
});
