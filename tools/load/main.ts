import { parseArgs } from 'node:util';
import { marketTopic } from '@mesh-markets/contract';
import { countWords } from '../faults/report.ts';
import { holdSockets } from '../faults/sockets.ts';
import { madeOn, markdownTable, writeSection } from '../report/section.ts';
import { kinds } from './kinds.ts';
import { type KindFigures, type LoadFigures, playLoad } from './play.ts';
import { openScene } from './scene.ts';

/*
 * npm run load -- --seconds 60 --write: readers, people with pages open, traders, talkers and newcomers at once, on the real server. See
 * docs/design/load.md.
 */

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    sockets: { type: 'string', default: '1000' },
    people: { type: 'string', default: '200' },
    markets: { type: 'string', default: '100' },
    write: { type: 'boolean', default: false },
  },
});
const [seconds, sockets] = [Number(values.seconds), Number(values.sockets)];
const WARM_UP_SECONDS = 3;

const rowOf = ({ name, perSecond, p50, p95, p99, answered, refused }: KindFigures): string[] => [
  name,
  String(kinds.find((kind) => kind.name === name)!.callers),
  String(answered),
  perSecond.toFixed(1),
  p50.toFixed(1),
  p95.toFixed(1),
  p99.toFixed(1),
  countWords(refused) || 'none',
];

const HEAD = ['what', 'at a time', 'requests', 'a second', 'p50 ms', 'p95 ms', 'p99 ms', 'not done'];

/** Beside refusals that a crowd earns by itself, nothing may go wrong. */
const EARNED = new Set(['INSUFFICIENT_CREDITS', 'AMOUNT_TOO_SMALL']);
const faultsIn = (figures: LoadFigures): string[] =>
  figures.kinds.flatMap(({ name, refused }) =>
    [...refused].filter(([code]) => !EARNED.has(code)).map(([code, times]) => `${name}: ${times} × ${code}`),
  );

const scene = await openScene(Number(values.people), Number(values.markets));
try {
  await playLoad(scene, WARM_UP_SECONDS, scene.server.pid());
  // Every other page is of the market that everybody trades.
  const [hot] = scene.markets;
  const topics = scene.markets.flatMap((id) => [marketTopic(hot!), marketTopic(id)]);
  const held = await holdSockets(scene.url, sockets, topics);
  const before = await held.heard();
  const figures = await playLoad(scene, seconds, scene.server.pid());
  const after = await held.heard();
  await held.close();
  const { clean } = await scene.engine.audit();
  const faults = faultsIn(figures);
  const table = markdownTable(HEAD, figures.kinds.map(rowOf));
  const told =
    `${madeOn()} ${seconds} s; ${values.people} people, ${values.markets} markets; ${after.greeted} live sockets heard ${after.messages - before.messages} messages; ` +
    `the server took ${figures.memory.toFixed(0)} MiB at most; the audit was ${clean ? 'clean' : '**not clean**'}.`;
  console.log(`${told}\n\n${table}`);
  for (const fault of faults) console.log(`FAULT ${fault}`);
  if (values.write) writeSection('docs/design/load.md', 'load', `${told}\n\n${table}`);
  if (!clean || faults.length > 0) process.exitCode = 1;
} finally {
  await scene.close();
}
