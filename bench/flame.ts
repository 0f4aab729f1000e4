import { readFileSync } from 'node:fs';
import path from 'node:path';

/*
 * node bench/flame.ts FILE.cpuprofile > out.svg: a flame graph of a profile written by `node --cpu-prof`. Width is time; a frame stands on its
 * caller. Idle time is left out.
 */

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface Frame {
  readonly name: string;
  time: number;
  readonly children: Map<string, Frame>;
}

const WIDTH = 1200;
const ROW = 17;
const NARROWEST = 0.6;
const MAX_DEPTH = 34;
const SKIPPED = new Set(['(idle)', '(program)']);

const nameOf = ({ callFrame: { functionName, url } }: ProfileNode): string => {
  const file = url === '' ? '' : ` ${path.basename(url)}`;
  return `${functionName === '' ? '(anonymous)' : functionName}${file}`;
};

const buildTree = (profile: Profile): Frame => {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node.id);
  const root: Frame = { name: 'all', time: 0, children: new Map() };
  for (const [i, sample] of profile.samples.entries()) {
    const stack: string[] = [];
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id))
      stack.push(nameOf(byId.get(id)!));
    stack.pop();
    stack.reverse();
    if (stack.length === 0 || SKIPPED.has(stack.at(-1)!.trim())) continue;
    const time = profile.timeDeltas[i] ?? 0;
    root.time += time;
    let frame = root;
    for (const name of stack.slice(0, MAX_DEPTH)) {
      const next: Frame = frame.children.get(name) ?? { name, time: 0, children: new Map() };
      next.time += time;
      frame.children.set(name, next);
      frame = next;
    }
  }
  return root;
};

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const hue = (name: string): number =>
  20 + ([...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 40);

const draw = (frame: Frame, x: number, depth: number, scale: number, rows: string[]): number => {
  const width = frame.time * scale;
  if (width < NARROWEST) return depth;
  const share = `${((width / WIDTH) * 100).toFixed(1)} %`;
  const text = frame.name.slice(0, Math.floor((width - 4) / 6.2));
  rows.push(
    `<g><title>${escapeXml(frame.name)}: ${share}</title><rect x="${x.toFixed(1)}" y="${depth * ROW}" width="${width.toFixed(1)}" height="${ROW - 1}" fill="hsl(${hue(frame.name)} 85% 72%)"/>` +
      (text.length > 2
        ? `<text x="${(x + 2).toFixed(1)}" y="${depth * ROW + 12}">${escapeXml(text)}</text></g>`
        : '</g>'),
  );
  let deepest = depth;
  let childX = x;
  for (const child of [...frame.children.values()].sort((a, b) => b.time - a.time)) {
    deepest = Math.max(deepest, draw(child, childX, depth + 1, scale, rows));
    childX += child.time * scale;
  }
  return deepest;
};

const profile = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Profile;
const root = buildTree(profile);
const rows: string[] = [];
const deepest = draw(root, 0, 0, WIDTH / root.time, rows);
process.stdout.write(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${(deepest + 1) * ROW}" font-family="monospace" font-size="10">${rows.join('\n')}</svg>\n`,
);
