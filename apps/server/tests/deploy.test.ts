import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settingNames } from '../src/settings.ts';
import { addMarket, addTrader, newKey, startTestServer, type TestServer } from './fixtures/testServer.ts';

const deploy = path.join(import.meta.dirname, '..', '..', '..', 'deploy');
const read = (name: string): string => readFileSync(path.join(deploy, name), 'utf8');

/** Every text under a name, however deep. */
const textsOf = (value: unknown, name: string): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === name && typeof inner === 'string' ? [inner] : textsOf(inner, name),
  );
};

interface Rule {
  readonly alert: string;
  readonly expr: string | undefined;
  readonly summary: string | undefined;
}

/** The rules of the file, which writes each field on a line of its own. */
const rules: Rule[] = read('prometheus/alerts.yaml')
  .split(/^ +- alert: /m)
  .slice(1)
  .map((text) => {
    const field = (name: string) => new RegExp(`^ +${name}: (.+)$`, 'm').exec(text)?.[1];
    return { alert: text.split('\n')[0]!, expr: field('expr'), summary: field('summary') };
  });

const panels = textsOf(JSON.parse(read('grafana/mesh-markets.json')), 'expr');

const namesIn = (expressions: readonly string[]): string[] => [
  ...new Set(expressions.flatMap((text) => text.match(/\b(?:mesh|nodejs|process|http)_[a-z0-9_]+/g) ?? [])),
];

describe('what Prometheus and Grafana are told to look at', () => {
  let server: TestServer;
  let scraped: string;
  beforeAll(async () => {
    server = await startTestServer();
    const trader = await addTrader(server.engine, 'Scraped');
    const market = await addMarket(server.engine, trader.userId);
    for (const credits of [5, 1_000_000]) {
      const body = { side: 'YES', credits };
      await server.send(`/api/market/${market}/trade`, { as: trader, headers: newKey(), body });
    }
    scraped = (await server.send('/metrics')).body;
  });
  afterAll(() => server.end());

  /** A metric by its name; a histogram is asked for by its parts. */
  const isThere = (name: string): boolean => {
    const types = new Map([...scraped.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, of, type]) => [of, type]));
    const whole = name.replace(/_(bucket|sum|count)$/, '');
    return types.has(name) || (whole !== name && types.get(whole) === 'histogram');
  };

  test('is there', () => {
    const names = namesIn([...rules.map(({ expr }) => expr!), ...panels]);
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !isThere(name))).toEqual([]);
    expect(isThere('mesh_trades_that_never_were')).toBe(false);
  });

  test('has the labels that are asked for', () => {
    for (const expression of [...rules.map(({ expr }) => expr!), ...panels]) {
      for (const [, name, labels] of expression.matchAll(/\b(mesh_[a-z_]+)\{([^}]*)\}/g)) {
        for (const [, label] of labels!.matchAll(/(\w+)\s*[=!]~?/g)) {
          const sample = new RegExp(`^${name}\\{[^}]*\\b${label}="`, 'm');
          expect(scraped, expression).toMatch(sample);
        }
      }
    }
  });
});

test('each rule says what it is about, and every panel asks for something', () => {
  expect(rules.length).toBeGreaterThan(5);
  for (const { alert, expr, summary } of rules) {
    expect(alert).toMatch(/^[A-Z]\w+$/);
    expect(expr, alert).toBeTruthy();
    expect(summary, alert).toMatch(/\.$/);
  }
  for (const expression of panels) expect(expression.trim()).not.toBe('');
});

test('compose and the unit set only what the server knows', () => {
  const ours = new Set([...settingNames, 'NODE_ENV']);
  const [, environment = ''] =
    /app:[\s\S]*?environment:\n([\s\S]*?)\n {4}\w/.exec(read('compose.yaml')) ?? [];
  const composed = [...environment.matchAll(/^ {6}(\w+):/gm)].map(([, name]) => name!);
  const [, line = ''] = /^Environment=(.+)$/m.exec(read('mesh-markets.service')) ?? [];
  const unit = line.split(' ').map((pair) => pair.split('=')[0]!);
  expect(composed.length).toBeGreaterThan(3);
  expect(unit.length).toBeGreaterThan(1);
  expect([...composed, ...unit].filter((name) => !ours.has(name))).toEqual([]);
});
