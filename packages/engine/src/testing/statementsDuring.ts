import pg from 'pg';

const textOf = (given: unknown): string =>
  typeof given === 'string' ? given : String((given as { text?: unknown }).text ?? '');

/** Every statement this process sent to a database while `work` was done, by whichever pool, in order. */
export const statementsDuring = async (work: () => Promise<unknown>): Promise<string[]> => {
  const { query } = pg.Client.prototype;
  const texts: string[] = [];
  pg.Client.prototype.query = function seen(this: pg.Client, ...given: unknown[]) {
    texts.push(textOf(given[0]));
    return Reflect.apply(query, this, given);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return texts;
};
