import { readSettings, startServer } from '@mesh-markets/server';

/** A whole instance in a process of its own, which a test may kill. Ends when the process that forked it does. */
const server = await startServer(readSettings(process.env), {
  checkAnswers: true,
  webRoot: process.env.WEB_ROOT ?? '',
});
process.send?.({ url: server.url, setupToken: server.setupToken });

const end = async (): Promise<void> => {
  await server.close();
  process.exit(0);
};
process.once('disconnect', () => void end());
