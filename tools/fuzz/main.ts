import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startTestCluster } from '@mesh-markets/engine/testing';
import { runFuzz } from './run.ts';

/*
 * npm run fuzz -- --requests 100000 --seed 1: requests made from the server's own OpenAPI document, mostly as asked for and a little not,
 * by visitors, people, keys and admins, many at once. Nothing may fail with a 5xx, show its inside or bend the books.
 */

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    requests: { type: 'string', default: '100000' },
    callers: { type: 'string', default: '16' },
  },
});

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
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  console.log(
    `${report.requests} requests in ${report.seconds.toFixed(0)} s, seed ${values.seed}, commit ${commit}`,
  );
  console.log(`statuses: ${JSON.stringify(report.statuses)}`);
  console.log(`never succeeded: ${report.neverDone.join(', ') || 'none'}`);
  console.log(`the books are ${report.booksClean ? 'right' : 'NOT right'}; faults: ${report.faults.length}`);
  for (const fault of report.faults.slice(0, 20)) console.log(`FAULT ${fault}`);
  if (report.faults.length > 0 || !report.booksClean) process.exitCode = 1;
} finally {
  await cluster.stop();
}
