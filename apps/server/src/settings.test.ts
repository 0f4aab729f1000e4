import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
};

describe('readSettings', () => {
  test('has a usual value for everything', () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      host: '0.0.0.0',
      databaseUrl: undefined,
      dataDir: path.resolve('data'),
      authSecret: undefined,
      cronSecret: undefined,
      metricsToken: undefined,
      limits: {
        TRADES_PER_MINUTE: 10,
        MARKETS_PER_HOUR: 20,
        POSTS_PER_HOUR: 30,
        COMMENTS_PER_MINUTE: 10,
        FOLLOWS_PER_MINUTE: 60,
        SEARCHES_PER_MINUTE: 240,
        SIGN_INS_PER_MINUTE: 30,
        SIGN_UPS_PER_HOUR: 60,
        REQUESTS_PER_MINUTE: 6_000,
      },
      peoplePerAddress: 50,
      requestSeconds: 30,
      abandonedAfterDays: 14,
      blockDisposableMail: false,
      creatorsTrade: true,
      disputeHours: 0,
      emailVerification: 'off',
      flagsProvider: undefined,
      ledgerChain: false,
      oidc: undefined,
      operatorContact: undefined,
      oraclesTrade: true,
      otlpEndpoint: undefined,
      otlpHeaders: undefined,
      passwordSignIn: true,
      requireTwoFactor: 'none',
      signUp: 'open',
      keyLimitPercent: 100,
      bounds: {
        maxTradeCredits: 1_000_000,
        maxPositionCredits: 0,
        minLiquidity: 50,
        maxLiquidity: 1_000_000,
        maxOutcomes: 64,
        maxOpenMarkets: 200,
      },
      signupCredits: 10_000,
      subsidyFrom: 'CREATOR',
      houseCredits: 0,
      maxQueuedTrades: 10_000,
      publicUrl: undefined,
      instanceName: 'Mesh Markets',
      mail: undefined,
      mailsPerHour: 10,
      eventsKeptDays: 30,
      liveSocketsPerAddress: 500,
      redisUrl: undefined,
      segment: undefined,
      webhooksAllowPrivate: false,
      vapidKeys: undefined,
      vapidSubject: undefined,
      pushToPrivate: false,
      logLevel: 'info',
      trustProxy: false,
      demo: false,
    });
  });

  test('counts an empty or blank value as absent', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: '  ', AUTH_SECRET: '' })).toEqual(readSettings({}));
  });

  test('reads a secret from a file, unless it is given directly', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'mesh-markets-settings-'));
    const file = path.join(folder, 'secret');
    writeFileSync(file, `${'f'.repeat(40)}\n`);
    expect(readSettings({ AUTH_SECRET_FILE: file }).authSecret).toBe('f'.repeat(40));
    expect(readSettings({ AUTH_SECRET_FILE: file, AUTH_SECRET: 'd'.repeat(40) }).authSecret).toBe(
      'd'.repeat(40),
    );
    expect(problemsOf({ AUTH_SECRET_FILE: path.join(folder, 'missing') })[0]).toMatch(
      /^AUTH_SECRET_FILE names/,
    );
    rmSync(folder, { recursive: true });
  });

  test('tells every wrong setting at once, one sentence each', () => {
    expect(
      problemsOf({ PORT: '70000', TRADES_PER_MINUTE: 'ten', LOG_LEVEL: 'loud', SUBSIDY_FROM: 'me' }),
    ).toEqual([
      'PORT must be a whole number from 0 to 65535, not "70000".',
      'TRADES_PER_MINUTE must be a whole number from 0 to 1000000, not "ten".',
      'SUBSIDY_FROM must be creator or house, not "me".',
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, not "loud".',
    ]);
  });

  test.each([
    ['PORT', '-1'],
    ['PORT', '30.5'],
    ['PORT', '1e3'],
    ['SIGNUP_CREDITS', '0.5'],
    ['MAX_QUEUED_TRADES', '0'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'localhost'],
    ['PUBLIC_URL', 'markets.example.org'],
    ['PUBLIC_URL', 'https://example.org/markets'],
    ['PUBLIC_URL', 'https://me:secret@example.org'],
    ['AUTH_SECRET', 'short'],
    ['MARKET_CRON_SECRET', 'short'],
    ['MARKET_CRON_SECRET', 'long enough but with spaces'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', 'proxy.example.org'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['DEMO', 'maybe'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} must `))]);
  });

  test('never repeats a secret', () => {
    expect(problemsOf({ AUTH_SECRET: 'hunter2' }).join()).not.toContain('hunter2');
    expect(problemsOf({ DATABASE_URL: 'mysql://me:hunter2@x/y' }).join()).not.toContain('hunter2');
  });

  test('reads proxies as a number or as addresses', () => {
    expect(readSettings({ TRUST_PROXY: '2' }).trustProxy).toBe(2);
    expect(readSettings({ TRUST_PROXY: '0' }).trustProxy).toBe(false);
    expect(readSettings({ TRUST_PROXY: '10.0.0.0/8, loopback' }).trustProxy).toEqual([
      '10.0.0.0/8',
      'loopback',
    ]);
  });

  test('keeps only the origin of the public address', () => {
    expect(readSettings({ PUBLIC_URL: 'https://Markets.example.org/' }).publicUrl).toBe(
      'https://markets.example.org',
    );
  });

  test('a house that pays subsidies needs credits', () => {
    expect(problemsOf({ SUBSIDY_FROM: 'house' })).toEqual([expect.stringContaining('HOUSE_CREDITS')]);
    expect(readSettings({ SUBSIDY_FROM: 'house', HOUSE_CREDITS: '1000' })).toMatchObject({
      subsidyFrom: 'HOUSE',
      houseCredits: 1000,
    });
  });

  test('a demo keeps its data apart, unless told where', () => {
    expect(readSettings({}, ['--demo'])).toMatchObject({ demo: true, dataDir: path.resolve('data-demo') });
    expect(readSettings({ DEMO: '1', DATA_DIR: '/srv/demo' })).toMatchObject({
      demo: true,
      dataDir: '/srv/demo',
    });
  });
});

describe('e-mail', () => {
  const complete = {
    SMTP_HOST: 'mail.example.org',
    SMTP_FROM: 'markets@example.org',
    PUBLIC_URL: 'https://markets.example.org',
  };

  test('is read from a connection string or from its parts', () => {
    expect(readSettings(complete).mail).toEqual({
      server: { host: 'mail.example.org', port: 587, user: undefined, password: undefined },
      from: 'markets@example.org',
    });
    const { SMTP_HOST: _, ...rest } = complete;
    expect(readSettings({ ...rest, SMTP_URL: 'smtps://me:pass@mail.example.org' }).mail).toEqual({
      server: { url: 'smtps://me:pass@mail.example.org' },
      from: 'markets@example.org',
    });
  });

  test('says everything that is missing at once, and no password', () => {
    const problems = /SMTP_FROM is missing(.|\n)*PUBLIC_URL is missing(.|\n)*belong together/;
    expect(() => readSettings({ SMTP_HOST: 'mail.example.org', SMTP_USER: 'me' })).toThrow(problems);
    expect(() => readSettings({ ...complete, SMTP_URL: 'smtps://mail.example.org' })).toThrow(/Set one/);
    expect(() => readSettings({ VAPID_PRIVATE_KEY: 'hush' })).toThrow(/^((?!hush)(.|\n))*$/);
  });
});
