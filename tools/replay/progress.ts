const BAR = 30;

/** A bar that redraws itself on a terminal, and a line per quarter elsewhere. */
export const createProgress = (label: string, total: number, stream: NodeJS.WriteStream = process.stderr) => {
  let done = 0;
  let shown = -1;
  const draw = (): void => {
    const share = done / total;
    const step = Math.floor(share * (stream.isTTY ? 200 : 4));
    if (step === shown) return;
    shown = step;
    const filled = Math.round(share * BAR);
    const line = `${label.padEnd(22)} [${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${done} of ${total}`;
    stream.write(stream.isTTY ? `\r${line}${done === total ? '\n' : ''}` : `${line}\n`);
  };
  if (total > 0) draw();
  return {
    advance: (): void => {
      done += 1;
      draw();
    },
  };
};

/** Does the work on every item, a few at a time, and answers in the order of the items. */
export const mapConcurrently = async <Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  const entries = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of entries) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
};
