/** A map of bounded size: the entry that was set longest ago goes first. */
export const createKeptMap = <Value>(most: number) => {
  const entries = new Map<string, Value>();
  return {
    get: (key: string): Value | undefined => entries.get(key),
    set: (key: string, value: Value): void => {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size > most) entries.delete(entries.keys().next().value as string);
    },
  };
};

export type KeptMap<Value> = ReturnType<typeof createKeptMap<Value>>;
