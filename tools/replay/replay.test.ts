import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { replay } from './replay.ts';
import { describeReplay, findFaults } from './report.ts';
import { firstTrades, MissingDataError, readProjects } from './source.ts';

const folder = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'narps-lmsr');
const hasData = existsSync(folder);
if (!hasData) console.warn(`The replay of real trades is skipped: there is no ${folder}.`);

// Real trades that may not be copied into the repository: runs where the data lies beside the checkout.
test.skipIf(!hasData)(
  'the first 150 trades of a real market platform cost what they cost then',
  async () => {
    const [project] = readProjects(folder);
    const { results, audit } = await replay([firstTrades(project!, 150)], { checkAnswers: true });
    expect(findFaults(results, audit)).toEqual([]);
    const [result] = results;
    expect(result!.trades.comparisons.length).toBeGreaterThan(130);
    expect(result!.creditsAfter).toBe(result!.creditsBefore);
    expect(describeReplay(results, audit)).toContain('The replay agrees with the record.');
  },
  120_000,
);

test('a folder that is not there is told in a sentence', () => {
  expect(() => readProjects('/nowhere/at-all')).toThrow(MissingDataError);
  expect(() => readProjects('/nowhere/at-all')).toThrow('/nowhere/at-all/markets.jsonl is not there.');
});
