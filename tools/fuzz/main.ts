import { parseArgs } from 'node:util';
import { startTestCluster } from '@mesh-markets/engine/testing';
import { commitName, madeOn, markdownTable, writeSection } from '../report/section.ts';
import { mostRefused } from './figures.ts';
import { type FuzzReport, runFuzz } from './run.ts';

/*
 * npm run fuzz -- --requests 100000 --seed 1 --write: requests made from the server's own OpenAPI document, mostly as asked for and a little not,
 * by visitors, people, keys and admins, many at once. Nothing may fail with a 5xx, show its inside or bend the books.
 */

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    requests: { type: 'string', default: '100000' },
    callers: { type: 'string', default: '16' },
    write: { type: 'boolean', default: false },
  },
});

const HEAD = ['route', 'requests', 'done', 'refused', '503', 'faults', 'mostly refused with'];

const tableOf = ({ figures }: FuzzReport): string =>
  markdownTable(
    HEAD,
    [...figures].map(([name, one]) => [
      `\`${name}\``,
      ...[one.requests, one.done, one.refused, one.unavailable, one.faults].map(String),
      mostRefused(one, 2),
    ]),
  );

const cluster = await startTestCluster();
try {
  const report = await runFuzz({
    seed: Number(values.seed),
    requests: Number(values.requests),
    callers: Number(values.callers),
    onProgress: (sent) => {
      if (sent % 10_000 === 0) console.log(`${sent} requests`);
    },
  });
  console.log(
    `${report.requests} requests in ${report.seconds.toFixed(0)} s, seed ${values.seed}, commit ${commitName()}`,
  );
  console.log(
    `signed up anew ${report.renewals} times; of the run's own steps ${report.retries} had to be tried again`,
  );
  console.log(`statuses: ${JSON.stringify(report.statuses)}`);
  console.log(`never succeeded: ${report.neverDone.join(', ') || 'none'}`);
  console.log(`the books are ${report.booksClean ? 'right' : 'NOT right'}; faults: ${report.faults.length}`);
  for (const fault of report.faults.slice(0, 20)) console.log(`FAULT ${fault}`);
  if (values.write) {
    const told =
      `${madeOn()} ${report.requests} requests to ${report.operations} routes in ${report.seconds.toFixed(0)} s, seed ${values.seed}; ` +
      `${report.faults.length} faults; the books were ${report.booksClean ? 'clean' : '**not clean**'} at the end.`;
    writeSection('docs/design/fuzz.md', 'fuzz', `${told}\n\n${tableOf(report)}`);
  }
  if (report.faults.length > 0 || !report.booksClean) process.exitCode = 1;
} finally {
  await cluster.stop();
}
