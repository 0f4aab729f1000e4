/** How old what is remembered of switches and bans may be: what another process changed is felt here after that long. */
export const KNOWN_MS = 2_000;

/**
 * What a query said, at most {@link KNOWN_MS} old, read once for all who ask meanwhile. What was last known holds on while the database is
 * away: then nothing else works either. A reading that set out before `forget` is told to those who wait for it and not kept.
 */
export const remember = <Value>(read: () => Promise<Value>, now: () => number = () => performance.now()) => {
  let known: { readonly value: Value } | undefined;
  let until = 0;
  let reading: Promise<Value> | undefined;
  let generation = 0;

  const start = async (asked: number): Promise<Value> => {
    try {
      const value = await read();
      if (asked === generation) {
        known = { value };
        until = now() + KNOWN_MS;
      }
      return value;
    } catch (error) {
      if (known === undefined) throw error;
      return known.value;
    } finally {
      if (asked === generation) reading = undefined;
    }
  };

  return {
    current: (): Value | Promise<Value> => {
      if (known !== undefined && now() < until) return known.value;
      reading ??= start(generation);
      return reading;
    },
    /** It was changed here. */
    forget: (): void => {
      generation += 1;
      until = 0;
      reading = undefined;
    },
  };
};
