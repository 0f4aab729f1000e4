import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEngine } from '@mesh-markets/engine';
import { startEmbeddedPostgres } from '@mesh-markets/engine/embedded-postgres';
import { afterAll, describe, expect, test } from 'vitest';
import { markets } from './markets.ts';
import { prepareDemo } from './prepareDemo.ts';
import { seedDemo } from './seedDemo.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'mesh-markets-demo-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Seeds in a process of its own and kills that when a third is done. */
const seedAndKill = async (dataDir: string): Promise<void> => {
  const program = `
    import { seedDemo } from ${JSON.stringify(path.join(import.meta.dirname, 'seedDemo.ts'))};
    await seedDemo(${JSON.stringify(dataDir)}, () => (part) => console.log(part));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  child.stdout.setEncoding('utf8').on('data', (parts: string) => {
    if (parts.split('\n').some((part) => Number(part) > 0.3)) child.kill('SIGKILL');
  });
  expect(await ended).toEqual([null, 'SIGKILL']);
};

const readBooks = async (dataDir: string) => {
  const postgres = await startEmbeddedPostgres({ dataDir });
  const { engine, close } = await openEngine(postgres.url, {}, 2);
  const report = await engine.audit();
  const { posts } = await engine.getFeed({ limit: 100, sort: 'newest', type: 'PREDICTION' });
  await close();
  await postgres.stop();
  return { broken: report.laws.filter((law) => law.broken > 0), markets: posts.length };
};

const unexpected = (): never => {
  throw new Error('there was nothing to seed');
};

describe('seedDemo', () => {
  test('killed in the middle it starts over in a clean directory, and a second time it does nothing', async () => {
    const dataDir = path.join(scratch, 'killed');
    await seedAndKill(dataDir);
    expect(existsSync(path.join(dataDir, 'demo-unfinished'))).toBe(true);

    expect(await seedDemo(dataDir, () => () => undefined)).toBe('seeded');
    expect(existsSync(path.join(dataDir, 'demo-unfinished'))).toBe(false);
    expect(await readBooks(dataDir)).toEqual({ broken: [], markets: markets.length });

    expect(await seedDemo(dataDir, unexpected)).toBe('was there');
  }, 90_000);

  test('leaves books alone that are not a demo', async () => {
    const dataDir = path.join(scratch, 'real');
    mkdirSync(path.join(dataDir, 'postgres'), { recursive: true });
    await expect(seedDemo(dataDir, unexpected)).rejects.toThrow('holds books that are not a demo');
    expect(readdirSync(dataDir)).toEqual(['postgres']);
  });

  test('does not use a database that others may need', async () => {
    const settings = { dataDir: path.join(scratch, 'none'), databaseUrl: 'postgres://elsewhere/books' };
    await expect(prepareDemo(settings)).rejects.toThrow('Unset DATABASE_URL');
    expect(existsSync(settings.dataDir)).toBe(false);
  });
});

describe('the clock that runs in the past', () => {
  const source = path.join(import.meta.dirname, '..');
  const importers = (what: RegExp): string[] =>
    readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .filter((file) => what.test(readFileSync(path.join(source, file), 'utf8')))
      .map((file) => file.replaceAll(path.sep, '/'));

  test('is wound by the seeding alone, which only the start of the process knows', () => {
    expect(importers(/from '@mesh-markets\/engine\/time-travel'/)).toEqual(['demo/seedDemo.ts']);
    expect(importers(/from '[./]+\/seedDemo\.ts'/)).toEqual(['demo/prepareDemo.ts']);
    expect(importers(/from '[./]+\/demo\//)).toEqual(['main.ts']);
  });
});
