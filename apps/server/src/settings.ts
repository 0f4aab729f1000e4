import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import {
  type EmailVerification,
  MAX_CREDITS,
  type SecondFactorRule,
  type SignUpMode,
  secondFactorRules,
} from '@mesh-markets/contract';
import { z } from 'zod';
import {
  type OidcSettings,
  oidcEnvironment,
  oidcProblems,
  oidcSettingsOf,
} from './auth/oidc/oidcSettings.ts';
import { type BoundSettings, boundEnvironment, boundProblems, boundsOf } from './boundSettings.ts';
import { limitEnvironment, limitsOf } from './limits/limitEnvironment.ts';
import type { LimitSettings } from './limits/rateLimits.ts';
import { type MailSettings, mailProblems, mailSettingsOf } from './mail/mailSettings.ts';
import { vapidKeysOf, vapidProblems } from './notifications/vapidSettings.ts';
import { wholeNumber } from './settingValues.ts';

/** Everything an operator can decide, checked once at start; see docs/guide/settings.md. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Absent: an embedded Postgres under `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /** Absent: made once and kept in the data directory. */
  readonly authSecret: string | undefined;
  /** Absent: the cron route refuses everyone; the server's own job closes markets. */
  readonly cronSecret: string | undefined;
  /** Absent: anyone who reaches the server may read /metrics. */
  readonly metricsToken: string | undefined;
  /** By their names in the environment; 0 means no limit. */
  readonly limits: LimitSettings;
  /** So many people's worth of those may come from one network address; 0 means any number. */
  readonly peoplePerAddress: number;
  /** The part of its owner's limits that one API key may use. */
  readonly keyLimitPercent: number;
  /** How much one may buy and ask; 0 means any amount or number. */
  readonly bounds: BoundSettings;
  readonly signupCredits: number;
  readonly subsidyFrom: 'CREATOR' | 'HOUSE';
  readonly signUp: SignUpMode;
  /** Whom the server asks for more than a password. */
  readonly requireTwoFactor: SecondFactorRule;
  /** Whether people may sign in and up with a password. */
  readonly passwordSignIn: boolean;
  /** Absent: nobody signs in by another service. */
  readonly oidc: OidcSettings | undefined;
  readonly emailVerification: EmailVerification;
  /** Whether addresses at services that give anybody a mailbox for minutes are refused. */
  readonly blockDisposableMail: boolean;
  /** How people reach the operator, in their own words. */
  readonly operatorContact: string | undefined;
  /** Credits the house account is to have been issued in all. */
  readonly houseCredits: number;
  /** How long a proposed result may be disputed before it is paid; 0 pays at once. */
  readonly disputeHours: number;
  /** Whether those who asked a question may buy in its market, and oracles in what they decide. */
  readonly creatorsTrade: boolean;
  readonly oraclesTrade: boolean;
  /** Days from which moderators may resolve what nobody has resolved; 0 for never. */
  readonly abandonedAfterDays: number;
  readonly maxQueuedTrades: number;
  /** In which a request has to have arrived whole. */
  readonly requestSeconds: number;
  /** Origin at which people reach the server, without a path; absent: whatever address it listens on. */
  readonly publicUrl: string | undefined;
  readonly instanceName: string;
  /** Absent: nobody is written to. */
  readonly mail: MailSettings | undefined;
  /** To one person. */
  readonly mailsPerHour: number;
  /** Absent: a pair made once and kept in the database. */
  readonly vapidKeys: { readonly publicKey: string; readonly privateKey: string } | undefined;
  /** How push services reach the operator. */
  readonly vapidSubject: string | undefined;
  /** Whether push services may be on addresses that are not public, or without https. */
  readonly pushToPrivate: boolean;
  readonly logLevel: (typeof logLevels)[number];
  /** Module with an OpenFeature provider that has to say yes as well; absent: the own switches decide. */
  readonly flagsProvider: string | undefined;
  /** How many reverse proxies stand in front, or which; false when none. */
  readonly trustProxy: false | number | string[];
  readonly demo: boolean;
  /** Absent: processes on one database find each other's writes by looking. */
  readonly redisUrl: string | undefined;
  /** Live connections per network address; 0 means no limit. */
  readonly liveSocketsPerAddress: number;
  /** Webhooks may lead to this machine and its neighbours: for tests and intranets. */
  readonly webhooksAllowPrivate: boolean;
  /** How long events, and what was sent of them, are kept. */
  readonly eventsKeptDays: number;
  /** Absent: nothing is sent to a Segment-compatible sink. */
  readonly segment: { readonly writeKey: string; readonly endpoint: string } | undefined;
  /** Whether transfers are chained by hashes. */
  readonly ledgerChain: boolean;
  /** Where OpenTelemetry traces go. Absent: none are made. */
  readonly otlpEndpoint: string | undefined;
  /** What the collector wants to be told by those who send to it. */
  readonly otlpHeaders: string | undefined;
}

/** Every wrong setting at once, one sentence each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings are not right:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const secret = (min: number) =>
  z
    .string()
    .min(min, `must be at least ${min} characters long; make one with: openssl rand -base64 33`)
    .optional();

/** Sent as `Authorization: Bearer …`, which ends at a space. */
const bearer = secret(16).refine(
  (value) => value === undefined || /^[!-~]+$/.test(value),
  'must not contain spaces',
);

const isOrigin = (value: string): boolean => {
  const url = URL.parse(value);
  return (
    url !== null &&
    ['http:', 'https:'].includes(url.protocol) &&
    url.pathname === '/' &&
    `${url.search}${url.hash}${url.username}${url.password}` === ''
  );
};

const isMailUrl = (value: string): boolean => ['smtp:', 'smtps:'].includes(URL.parse(value)?.protocol ?? '');

const isDatabaseUrl = (value: string): boolean =>
  ['postgres:', 'postgresql:', 'socket:'].includes(URL.parse(value)?.protocol ?? '');

/** An address, a part of a network, or one of the names that Fastify has for some. */
const isProxy = (text: string): boolean => {
  const [address = '', bits, ...more] = text.trim().split('/');
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text.trim())) return true;
  const most = isIP(address) === 6 ? 128 : 32;
  return (
    isIP(address) !== 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most))
  );
};

// "true" would believe any visitor about the address they come from, and with it end every limit per address.
const proxies = z
  .string()
  .refine(
    (value) => /^(\d+|false|no|off)$/i.test(value) || value.split(',').every(isProxy),
    'must say how many proxies stand in front (for example 1), or list their addresses',
  )
  .optional()
  .transform((value): Settings['trustProxy'] => {
    if (value === undefined || /^(0|false|no|off)$/i.test(value)) return false;
    if (/^\d+$/.test(value)) return Number(value);
    return value.split(',').map((address) => address.trim());
  });

const allowed = z.enum(['yes', 'no'], 'must be yes or no').default('yes');

const yesOrNo = z
  .enum(['0', '1', 'true', 'false'], 'must be 1 or 0')
  .optional()
  .transform((value) => value === '1' || value === 'true');

const Environment = z.object({
  PORT: wholeNumber(0, 65535, 3000),
  HOST: z.string().default('0.0.0.0'),
  DATABASE_URL: z
    .string()
    .refine(isDatabaseUrl, 'must be a connection string like postgres://user:password@host:5432/database')
    .optional(),
  DATA_DIR: z.string().optional(),
  AUTH_SECRET: secret(32),
  MARKET_CRON_SECRET: bearer,
  METRICS_TOKEN: bearer,
  ...limitEnvironment,
  ...boundEnvironment,
  SIGNUP_CREDITS: wholeNumber(0, MAX_CREDITS, 10_000),
  REQUIRE_TWO_FACTOR: z.enum(secondFactorRules, 'must be none, staff or all').default('none'),
  PASSWORD_SIGN_IN: z
    .enum(['0', '1', 'true', 'false'], 'must be 1 or 0')
    .default('1')
    .transform((value) => value === '1' || value === 'true'),
  ...oidcEnvironment,
  SIGN_UP: z.enum(['open', 'invite', 'closed'], 'must be open, invite or closed').default('open'),
  EMAIL_VERIFICATION: z.enum(['off', 'optional', 'required'], 'must be off, optional or required').optional(),
  BLOCK_DISPOSABLE_MAIL: yesOrNo,
  OPERATOR_CONTACT: z.string().max(200, 'must be at most 200 characters').optional(),
  SUBSIDY_FROM: z.enum(['creator', 'house'], 'must be creator or house').default('creator'),
  HOUSE_CREDITS: wholeNumber(0, MAX_CREDITS, 0),
  DISPUTE_HOURS: wholeNumber(0, 8_760, 0),
  CREATORS_TRADE: allowed,
  ORACLES_TRADE: allowed,
  ABANDONED_AFTER_DAYS: wholeNumber(0, 3650, 14),
  MAX_QUEUED_TRADES: wholeNumber(1, 1_000_000, 10_000),
  REQUEST_SECONDS: wholeNumber(1, 3600, 30),
  PUBLIC_URL: z
    .string()
    .refine(isOrigin, 'must be an address without a path, like https://markets.example.org')
    .transform((value) => new URL(value).origin)
    .optional(),
  INSTANCE_NAME: z.string().max(60, 'must be at most 60 characters').default('Mesh Markets'),
  SMTP_URL: z
    .string()
    .refine(isMailUrl, 'must be a connection string like smtps://user:password@mail.example.org')
    .optional(),
  SMTP_HOST: z.string().optional(),
  SMTP_PORT: wholeNumber(1, 65535, 587),
  SMTP_USER: z.string().optional(),
  SMTP_PASSWORD: z.string().optional(),
  SMTP_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n]+$/, 'must be an address like markets@example.org')
    .optional(),
  MAILS_PER_HOUR: wholeNumber(1, 1_000, 10),
  VAPID_PUBLIC_KEY: z
    .string()
    .regex(/^[\w-]{87}$/, 'must be a P-256 public key in base64url')
    .optional(),
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[\w-]{43}$/, 'must be a P-256 private key in base64url')
    .optional(),
  VAPID_SUBJECT: z
    .string()
    .regex(/^(mailto:[^@]+@.+|https:\/\/.+)$/, 'must be like mailto:you@example.org or an https address')
    .optional(),
  PUSH_TO_PRIVATE: yesOrNo,
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  FLAGS_PROVIDER: z.string().optional(),
  TRUST_PROXY: proxies,
  DEMO: yesOrNo,
  REDIS_URL: z
    .string()
    .refine(
      (value) => ['redis:', 'rediss:', 'unix:'].includes(URL.parse(value)?.protocol ?? ''),
      'must be a connection string like redis://user:password@host:6379',
    )
    .optional(),
  LIVE_SOCKETS_PER_ADDRESS: wholeNumber(0, 1_000_000, 500),
  WEBHOOKS_ALLOW_PRIVATE: yesOrNo,
  EVENTS_KEPT_DAYS: wholeNumber(1, 3650, 30),
  SEGMENT_WRITE_KEY: z.string().optional(),
  SEGMENT_ENDPOINT: z
    .url({
      protocol: /^https?$/,
      error: 'must be an address like https://collector.example.org/v1/batch',
    })
    .default('https://api.segment.io/v1/batch'),
  LEDGER_CHAIN: yesOrNo,
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an address like http://localhost:4318' })
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
});

/** Every name that is read. */
export const settingNames: readonly string[] = Object.keys(Environment.shape);

const sentencesOf = (error: z.ZodError, given: Readonly<Record<string, string>>): string[] =>
  error.issues.map((issue) => {
    const name = String(issue.path[0]);
    // A secret or a password in a connection string must not end up in a log.
    const shown = /SECRET|TOKEN|URL|PASSWORD|PRIVATE|ENDPOINT/.test(name) ? '' : `, not "${given[name]}"`;
    return `${name} ${issue.message}${shown}.`;
  });

const readValues = (environment: NodeJS.ProcessEnv): Record<string, string> => {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const trimmed = value?.trim();
    if (trimmed) given[name] = trimmed;
  }
  return given;
};

/**
 * `NAME_FILE` names a file that holds the value of NAME, as container platforms hand secrets over. A value given directly wins.
 * @throws SettingsError
 */
const readFiles = (environment: NodeJS.ProcessEnv): Record<string, string> => {
  const given: Record<string, string> = {};
  for (const name of settingNames) {
    const file = environment[`${name}_FILE`]?.trim();
    if (!file) continue;
    try {
      given[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      throw new SettingsError([
        `${name}_FILE names ${file}, which cannot be read: ${(error as Error).message}.`,
      ]);
    }
  }
  return given;
};

/**
 * Reads the environment. Empty values count as absent, because compose files and unit files often pass them.
 * @throws SettingsError
 */
export const readSettings = (environment: NodeJS.ProcessEnv, flags: readonly string[] = []): Settings => {
  const given: Record<string, string> = { ...readFiles(environment), ...readValues(environment) };
  if (flags.includes('--demo')) given.DEMO = '1';
  const checked = Environment.safeParse(given);
  if (!checked.success) throw new SettingsError(sentencesOf(checked.error, given));
  const read = checked.data;
  if (read.SUBSIDY_FROM === 'house' && read.HOUSE_CREDITS === 0) {
    throw new SettingsError([
      'SUBSIDY_FROM=house needs HOUSE_CREDITS: the credits the house may spend on opening markets.',
    ]);
  }
  const problems = [
    ...boundProblems(read),
    ...mailProblems(read),
    ...vapidProblems(read),
    ...oidcProblems(read),
  ];
  if (problems.length > 0) throw new SettingsError(problems);
  return {
    port: read.PORT,
    host: read.HOST,
    databaseUrl: read.DATABASE_URL,
    dataDir: path.resolve(read.DATA_DIR ?? (read.DEMO ? 'data-demo' : 'data')),
    authSecret: read.AUTH_SECRET,
    cronSecret: read.MARKET_CRON_SECRET,
    metricsToken: read.METRICS_TOKEN,
    limits: limitsOf(read),
    peoplePerAddress: read.PEOPLE_PER_ADDRESS,
    keyLimitPercent: read.KEY_LIMIT_PERCENT,
    bounds: boundsOf(read),
    signupCredits: read.SIGNUP_CREDITS,
    signUp: read.SIGN_UP,
    requireTwoFactor: read.REQUIRE_TWO_FACTOR,
    passwordSignIn: read.PASSWORD_SIGN_IN,
    oidc: oidcSettingsOf(read),
    emailVerification: read.EMAIL_VERIFICATION ?? (mailSettingsOf(read) === undefined ? 'off' : 'optional'),
    blockDisposableMail: read.BLOCK_DISPOSABLE_MAIL,
    operatorContact: read.OPERATOR_CONTACT,
    subsidyFrom: read.SUBSIDY_FROM === 'house' ? 'HOUSE' : 'CREATOR',
    houseCredits: read.HOUSE_CREDITS,
    disputeHours: read.DISPUTE_HOURS,
    creatorsTrade: read.CREATORS_TRADE === 'yes',
    oraclesTrade: read.ORACLES_TRADE === 'yes',
    abandonedAfterDays: read.ABANDONED_AFTER_DAYS,
    maxQueuedTrades: read.MAX_QUEUED_TRADES,
    requestSeconds: read.REQUEST_SECONDS,
    publicUrl: read.PUBLIC_URL,
    instanceName: read.INSTANCE_NAME,
    mail: mailSettingsOf(read),
    mailsPerHour: read.MAILS_PER_HOUR,
    vapidKeys: vapidKeysOf(read),
    vapidSubject: read.VAPID_SUBJECT,
    pushToPrivate: read.PUSH_TO_PRIVATE,
    logLevel: read.LOG_LEVEL,
    flagsProvider: read.FLAGS_PROVIDER,
    trustProxy: read.TRUST_PROXY,
    demo: read.DEMO,
    redisUrl: read.REDIS_URL,
    liveSocketsPerAddress: read.LIVE_SOCKETS_PER_ADDRESS,
    webhooksAllowPrivate: read.WEBHOOKS_ALLOW_PRIVATE,
    eventsKeptDays: read.EVENTS_KEPT_DAYS,
    segment:
      read.SEGMENT_WRITE_KEY === undefined
        ? undefined
        : { writeKey: read.SEGMENT_WRITE_KEY, endpoint: read.SEGMENT_ENDPOINT },
    ledgerChain: read.LEDGER_CHAIN,
    otlpEndpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT,
    otlpHeaders: read.OTEL_EXPORTER_OTLP_HEADERS,
  };
};
