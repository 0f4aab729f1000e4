import type { Engine } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';

type Look = Engine['lookForChanges'];
type Shown = Parameters<Look>[0];
type Changes = Awaited<ReturnType<Look>>;

/** How late at most this process sees what another one wrote, when nobody carries a hint. */
const ALONE_MS = 250;
/** With hints between the processes the look is only the floor under a hint that was lost. */
const HINTED_MS = 1_000;
/** A look that takes long, because much is shown, comes less often: at most this share of a database connection's time. */
const SHARE = 0.1;
/** Two looks are at least this far apart, however many hints arrive. */
const APART_MS = 25;

export interface LookingOptions {
  readonly engine: Pick<Engine, 'lookForChanges'>;
  readonly log: FastifyBaseLogger;
  /** What somebody listens to here. */
  readonly shown: () => Shown;
  readonly onChanges: (changes: Changes, askedAt: number) => void;
  /** Whether nobody tells of what other processes write. */
  readonly isAwaited: () => boolean;
}

const isNothing = ({ markets, users, posts }: Shown): boolean =>
  markets.length === 0 && users.length === 0 && !posts;

/** Looks into the database again and again for what other processes wrote, as long as somebody here is shown anything. */
export const startLooking = ({ engine, log, shown, onChanges, isAwaited }: LookingOptions) => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let due = 0;
  let looking: Promise<void> | undefined;
  let lastAt = 0;
  let failed = false;
  /** A hint came while a look was under way, which may not have seen what it tells of. */
  let hinted = false;

  const look = async (): Promise<void> => {
    const what = shown();
    if (isNothing(what)) return;
    const askedAt = performance.now();
    lastAt = askedAt;
    try {
      const changes = await engine.lookForChanges(what);
      if (failed) log.info('live topics are read again');
      failed = false;
      if (!stopped) onChanges(changes, askedAt);
    } catch (error) {
      if (!failed) log.error({ err: error }, 'live topics could not be read; trying again');
      failed = true;
    }
  };

  const schedule = (inMs: number): void => {
    const at = performance.now() + inMs;
    if (stopped || looking !== undefined || (timer !== undefined && due <= at)) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => {
      timer = undefined;
      const began = performance.now();
      looking = look().finally(() => {
        looking = undefined;
        const isHinted = hinted;
        hinted = false;
        const usual = isAwaited() ? ALONE_MS : HINTED_MS;
        schedule(Math.max(isHinted ? APART_MS : usual, (performance.now() - began) / SHARE));
      });
    }, inMs);
    timer.unref();
  };
  schedule(ALONE_MS);

  return {
    /** Somebody wrote something that is shown here. */
    now: (): void => {
      if (looking !== undefined) hinted = true;
      else schedule(Math.max(0, lastAt + APART_MS - performance.now()));
    },
    stop: async (): Promise<void> => {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
};
