import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody else's site: one page of another origin, with a frame in it. */
export const startOtherSite = async (framed: string) => {
  const page = `<!doctype html>
<html lang="en"><head><title>Elsewhere</title><link rel="icon" href="data:,"></head>
<body><h1>Elsewhere</h1><iframe src="${framed}" title="frame" width="560" height="240"></iframe></body></html>`;
  const server = createServer((_request, answer) => answer.setHeader('content-type', 'text/html').end(page));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
