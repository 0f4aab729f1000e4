/**
 * What a frame costs the server for each socket it goes to, in milliseconds of CPU, nearly all of it the system's: measured with 1,000
 * sockets that hear one market (docs/design/live.md).
 */
const DELIVERY_MS = 0.009;
/** At most this share of a core's time goes into deliveries; trades have the rest. */
const SHARE = 0.06;
/** Deliveries that may go out before the share is looked at: many small topics together, and the first frame of a large one. */
const BURST_MS = 20;

export interface PacerOptions {
  readonly now?: () => number;
}

/** A frame on its way: sends it, and answers to how many sockets. */
export type Job = () => Promise<number>;

/**
 * Lets one frame out after another, and after each as much pause as keeps deliveries within their share of the processor. So a frame
 * to one socket is followed by another at once, one to 1,000 sockets after a seventh of a second, and whatever happens
 * meanwhile goes together in the next.
 */
export const createPacer = ({ now = () => performance.now() }: PacerOptions = {}) => {
  const waiting: Job[] = [];
  let paidUntil = 0;
  let running = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const rest = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });

  const run = async (): Promise<void> => {
    running = true;
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const pause = paidUntil - BURST_MS - now();
      if (pause > 0) await rest(pause);
      if (stopped) break;
      const started = now();
      const deliveries = await job();
      paidUntil = Math.max(paidUntil, started) + (deliveries * DELIVERY_MS) / SHARE;
    }
    running = false;
  };

  return {
    /** The job's turn comes in the order of asking. It must not fail. */
    push: (job: Job): void => {
      if (stopped) return;
      waiting.push(job);
      if (!running) void run();
    },
    stop: (): void => {
      stopped = true;
      waiting.length = 0;
      clearTimeout(timer);
    },
  };
};

export type Pacer = ReturnType<typeof createPacer>;
