/** How many readings of one kind run at once; more would only compete for the same rows. */
const AT_ONCE = 2;

interface Round<Row> {
  readonly ids: Set<string>;
  readonly rows: Promise<ReadonlyMap<string, Row>>;
}

/**
 * Reads rows by id for many who ask at about the same time: while a reading is under way the next gathers by itself. Everybody gets rows
 * from a reading that began after they asked, so nothing is older than if they had read alone. Nothing is kept.
 */
export const shareReads = <Row>(read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Row>>) => {
  let running = 0;
  let gathering: (Round<Row> & { readonly start: () => void }) | undefined;

  const startNext = (): void => {
    if (gathering === undefined || running >= AT_ONCE) return;
    const { start } = gathering;
    gathering = undefined;
    start();
  };

  const gather = (): Round<Row> => {
    if (gathering) return gathering;
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, Row>>();
    const ids = new Set<string>();
    const start = (): void => {
      running += 1;
      read([...ids])
        .then(resolve, reject)
        .finally(() => {
          running -= 1;
          startNext();
        });
    };
    gathering = { ids, rows: promise, start };
    // What arrives in the same turn of the event loop goes together.
    setImmediate(startNext);
    return gathering;
  };

  return (wanted: readonly string[]): Promise<ReadonlyMap<string, Row>> => {
    const round = gather();
    for (const id of wanted) round.ids.add(id);
    return round.rows;
  };
};

/**
 * The same for whole readings, by a key: whoever asks while one is under way is answered, with all others who do, by the next. Nobody gets
 * one that began before they asked, and nothing is kept. What comes out is shared, so nobody may change it.
 */
export const joinReadings = <Answer>() => {
  const lines = new Map<string, { readonly running: Promise<Answer>; next?: Promise<Answer> }>();

  const start = (key: string, read: () => Promise<Answer>): Promise<Answer> => {
    const line = { running: read() };
    lines.set(key, line);
    const ended = (): void => {
      // Whoever waits for the next has put it in this place by now, or does so in the same turn.
      if (lines.get(key) === line && !('next' in line)) lines.delete(key);
    };
    line.running.then(ended, ended);
    return line.running;
  };

  return (key: string, read: () => Promise<Answer>): Promise<Answer> => {
    const line = lines.get(key);
    if (line === undefined) return start(key, read);
    const afterwards = () => start(key, read);
    line.next ??= line.running.then(afterwards, afterwards);
    return line.next;
  };
};
