import { type FeatureName, type Features, featureNames, type UserId } from '@mesh-markets/contract';
import { type Engine, refusalOfFeature } from '@mesh-markets/engine';
import { type Client, NOOP_PROVIDER, OpenFeature, type Provider } from '@openfeature/server-sdk';
import type { FastifyBaseLogger } from 'fastify';
import { TableProvider } from './tableProvider.ts';

/** An evaluation costs more than it may at a thousand requests a second, so its answer holds for a moment. */
const REMEMBERED_MS = 1_000;
const MOST_REMEMBERED = 10_000;
/** How long somebody else's provider may think before ours decides alone. */
const PATIENCE_MS = 300;
/** After it failed it is left alone for a while, so that not everybody waits for it in turn. */
const LEFT_ALONE_MS = 5_000;
const LOGGED_EVERY_MS = 60_000;

export interface FeaturesOptions {
  readonly engine: Pick<Engine, 'featuresOf'>;
  readonly log: Pick<FastifyBaseLogger, 'warn'>;
  /** Somebody else's, which has to say yes as well. */
  readonly other: Provider | undefined;
  readonly now?: () => number;
}

export interface FeatureGate {
  /** What somebody, or a visitor, may use. The answer is theirs for a second. */
  readonly of: (userId: UserId | undefined) => Promise<Features>;
  /** By our own switches alone: cheap enough to be asked again and again for every open connection. */
  readonly switchedFor: (userId: UserId | undefined) => Promise<Features>;
  /** @throws Refusal TRADING_DISABLED, FEATURE_DISABLED */
  readonly require: (names: readonly FeatureName[], userId: UserId | undefined) => Promise<void>;
  /** A switch was turned here. */
  readonly forget: () => void;
  readonly stop: () => Promise<void>;
}

const tooSlow = (): { readonly ended: Promise<never>; readonly cancel: () => void } => {
  let cancel = (): void => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${PATIENCE_MS} ms`)), PATIENCE_MS);
    cancel = () => clearTimeout(timer);
  });
  return { ended, cancel };
};

const contextOf = (userId: UserId | undefined) =>
  userId === undefined ? {} : { targetingKey: userId as string };

/** LaunchDarkly and others want everybody to have a key. */
const strangerContextOf = (userId: UserId | undefined) =>
  userId === undefined ? { targetingKey: 'visitor', anonymous: true } : contextOf(userId);

const ask = async (client: Client, name: FeatureName, context: ReturnType<typeof contextOf>) => {
  const { value, errorCode, errorMessage } = await client.getBooleanDetails(name, true, context);
  if (errorCode !== undefined) throw new Error(`${name}: ${errorCode} ${errorMessage ?? ''}`.trim());
  return value;
};

/** Asks somebody else's provider, and falls back to yes: what ours allowed holds. */
const createSecondOpinion = (client: Client, log: FeaturesOptions['log'], now: () => number) => {
  let askedAgainAt = Number.NEGATIVE_INFINITY;
  let loggedAt = Number.NEGATIVE_INFINITY;

  return async (features: Features, userId: UserId | undefined): Promise<Features> => {
    if (now() < askedAgainAt) return features;
    const { ended, cancel } = tooSlow();
    try {
      const opinions = Promise.all(
        featureNames.map(
          async (name) =>
            [name, features[name] && (await ask(client, name, strangerContextOf(userId)))] as const,
        ),
      );
      return Object.fromEntries(await Promise.race([opinions, ended])) as Features;
    } catch (error) {
      askedAgainAt = now() + LEFT_ALONE_MS;
      if (now() - loggedAt >= LOGGED_EVERY_MS) {
        loggedAt = now();
        log.warn({ err: error }, 'the provider of FLAGS_PROVIDER did not answer; the own switches decide');
      }
      return features;
    } finally {
      cancel();
    }
  };
};

/** What people may use, asked through OpenFeature. Each server has providers of its own, whatever else runs in its process. */
export const createFeatures = (options: FeaturesOptions): FeatureGate => {
  const { engine, log, other, now = () => performance.now() } = options;
  const domain = `mesh-markets ${crypto.randomUUID()}`;
  const otherDomain = `${domain} other`;
  OpenFeature.setProvider(domain, new TableProvider(engine.featuresOf));
  const own = OpenFeature.getClient(domain);
  if (other !== undefined) OpenFeature.setProvider(otherDomain, other);
  const consult =
    other === undefined ? undefined : createSecondOpinion(OpenFeature.getClient(otherDomain), log, now);

  const evaluate = async (userId: UserId | undefined): Promise<Features> => {
    const answers = featureNames.map(
      async (name) => [name, await ask(own, name, contextOf(userId))] as const,
    );
    const features = Object.fromEntries(await Promise.all(answers)) as Features;
    return consult === undefined ? features : consult(features, userId);
  };

  const remembered = new Map<UserId | undefined, { until: number; features: Promise<Features> }>();
  const of = (userId: UserId | undefined): Promise<Features> => {
    const known = remembered.get(userId);
    if (known !== undefined && now() < known.until) return known.features;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const features = evaluate(userId);
    const entry = { until: now() + REMEMBERED_MS, features };
    remembered.set(userId, entry);
    features.catch(() => {
      if (remembered.get(userId) === entry) remembered.delete(userId);
    });
    return features;
  };

  return {
    of,
    switchedFor: engine.featuresOf,
    require: async (names, userId) => {
      const features = await of(userId);
      for (const name of names) if (!features[name]) throw refusalOfFeature(name);
    },
    forget: () => remembered.clear(),
    stop: async () => {
      // Takes leave of ours, and lets somebody else's end its connections.
      await OpenFeature.setProviderAndWait(domain, NOOP_PROVIDER);
      if (other !== undefined) await OpenFeature.setProviderAndWait(otherDomain, NOOP_PROVIDER);
    },
  };
};
