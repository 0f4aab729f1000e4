import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';

/* A wire between the engine and Postgres that takes their messages apart, to strike at any one of them. */

export type Direction = 'asked' | 'answered';

/** Splits a stream of protocol messages; the first one of a client has no type. */
const createSplitter = (hasOpening: boolean) => {
  let left: Buffer = Buffer.alloc(0);
  let opening = hasOpening;
  return (arrived: Buffer): Buffer[] => {
    left = Buffer.concat([left, arrived]);
    const messages: Buffer[] = [];
    for (;;) {
      const head = opening ? 0 : 1;
      if (left.length < head + 4) return messages;
      const size = head + left.readUInt32BE(head);
      if (left.length < size) return messages;
      messages.push(left.subarray(0, size));
      left = left.subarray(size);
      opening = false;
    }
  };
};

interface Cut {
  readonly direction: Direction;
  /** Messages that pass before it. */
  left: number;
}

/** What happens at a cut while everything is held; the session's number where Postgres has given it one. */
type Strike = (pid: number | undefined) => Promise<void>;

const BACKEND_KEY = 'K'.charCodeAt(0);

/** The wire. While a cut is set it counts messages; where it falls the connection ends, and the cut is done. */
export const openWire = async (stageUrl: string, strike: Strike) => {
  const address = new URL(stageUrl);
  const socketFile = path.join(address.searchParams.get('host')!, '.s.PGSQL.5432');
  let cut: Cut | undefined;
  let fell = false;
  const sockets = new Set<Socket>();

  const join = (client: Socket): void => {
    const server = connect(socketFile);
    let pid = 0;
    let ended = false;
    const end = (): void => {
      ended = true;
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    const carry = (direction: Direction, from: Socket, to: Socket): void => {
      const split = createSplitter(direction === 'asked');
      from.on('data', (bytes) => {
        for (const message of split(bytes as Buffer)) {
          if (ended) return;
          if (direction === 'answered' && message[0] === BACKEND_KEY) pid = message.readUInt32BE(5);
          if (cut?.direction === direction && cut.left === 0) {
            ended = true;
            cut = undefined;
            fell = true;
            void strike(pid === 0 ? undefined : pid).then(end, end);
            return;
          }
          if (cut?.direction === direction) cut.left -= 1;
          to.write(message);
        }
      });
    };
    carry('asked', client, server);
    carry('answered', server, client);
  };
  const server = createServer(join).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    /** The database, through the wire. */
    url: `postgresql://${address.searchParams.get('user')}@127.0.0.1:${(server.address() as { port: number }).port}${address.pathname}?sslmode=disable`,
    /** Whether the cut that was set last was reached. */
    fell: () => fell,
    set: (wanted: Cut | undefined): void => {
      fell = false;
      cut = wanted;
    },
    close: async (): Promise<void> => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
