import { once } from 'node:events';
import { startScript, stopChild } from './server.ts';
import type { HolderOrder } from './socketHolder.ts';

/** Where nobody raised the limit a process may hold a thousand files open. */
const SOCKETS_A_PROCESS = 900;

export interface HeldSockets {
  /** Of all of them: how many were greeted, and what they have heard. */
  readonly heard: () => Promise<{ readonly greeted: number; readonly messages: number }>;
  readonly close: () => Promise<void>;
}

/** Live sockets in processes of their own, each listening to one of the topics; each answers pings. */
export const holdSockets = async (
  url: string,
  sockets: number,
  topics: readonly string[],
): Promise<HeldSockets> => {
  const script = new URL('./socketHolder.ts', import.meta.url);
  const port = Number(new URL(url).port);
  const count = Math.ceil(sockets / SOCKETS_A_PROCESS);
  const children = await Promise.all(
    Array.from({ length: count }, async () => (await startScript(script, {})).child),
  );
  const ask = async (order: (n: number) => HolderOrder) => {
    const answers = children.map(async (child, n) => {
      const answer = once(child, 'message');
      child.send(order(n));
      return (await answer)[0] as { greeted: number; messages: number };
    });
    const all = await Promise.all(answers);
    return {
      greeted: all.reduce((sum, { greeted }) => sum + greeted, 0),
      messages: all.reduce((sum, { messages }) => sum + messages, 0),
    };
  };
  const share = (n: number) => Math.min(SOCKETS_A_PROCESS, sockets - n * SOCKETS_A_PROCESS);
  await ask((n) => ({ kind: 'open', port, sockets: share(n), topics }));
  return {
    heard: () => ask(() => ({ kind: 'ask' })),
    close: async () => {
      await Promise.all(children.map((child) => stopChild(child)));
    },
  };
};
