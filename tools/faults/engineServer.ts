/**
 * The engine in a process of its own: takes `{ id, command }` over the channel to its parent and sends `{ id, outcome }`, each
 * when it is there. Ends when the channel closes.
 */
import { openEngine, Refusal } from '@mesh-markets/engine';
import type { Command } from '../sim/commands.ts';
import { give } from '../sim/play.ts';
import type { Outcome } from './server.ts';

const { engine, close } = await openEngine(process.env.DATABASE_URL!);

const answer = async (command: Command): Promise<Outcome> => {
  try {
    return { kind: 'answered', ...(await give(engine, command)) };
  } catch (error) {
    // What says "later" acknowledges nothing: the command may be given again, and may have been done.
    if (error instanceof Refusal && error.code !== 'UNAVAILABLE')
      return { kind: 'refused', code: error.code };
    const { name, message } = error as Error;
    return { kind: 'failed', reason: `${name}: ${message}` };
  }
};

process.on('message', ({ id, command }: { id: number; command: Command }) => {
  void answer(command).then((outcome) => {
    if (process.connected) process.send!({ id, outcome });
  });
});
process.once('disconnect', () => void close().finally(() => process.exit()));
process.send!({ ready: true });
