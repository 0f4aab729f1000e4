import type { AuditReport } from '@mesh-markets/engine';
import { formatTable } from '../../apps/cli/src/table.ts';
import type { ProjectResult } from './replayProject.ts';
import type { Comparison } from './replayTrades.ts';

const EXAMPLES = 10;

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

const isOff = ({ difference, allowed }: Comparison): boolean => Math.abs(difference) > allowed;

const largest = (comparisons: readonly Comparison[]): number =>
  comparisons.reduce((worst, { difference }) => Math.max(worst, Math.abs(difference)), 0);

const mean = (comparisons: readonly Comparison[]): number =>
  comparisons.reduce((sum, { difference }) => sum + Math.abs(difference), 0) /
  Math.max(1, comparisons.length);

const right = (title: string) => ({ title, align: 'right' as const });

const tradesTable = (results: readonly ProjectResult[]): string =>
  formatTable(
    [
      { title: 'project' },
      ...['people', 'markets', 'trades', 'refused', 'dust', 'compared', 'largest |Δ|', 'mean |Δ|', 'off'].map(
        right,
      ),
      ...['largest |Δp|', 'trades/s'].map(right),
    ],
    results.map(({ project, people, trades, seconds }) => [
      project.name,
      whole.format(people),
      whole.format(project.markets.length),
      whole.format(project.trades.length),
      whole.format(trades.refused.length),
      whole.format(trades.dust),
      whole.format(trades.comparisons.length),
      largest(trades.comparisons).toFixed(4),
      mean(trades.comparisons).toFixed(4),
      whole.format(trades.comparisons.filter(isOff).length),
      trades.probabilityDifference.toExponential(1),
      whole.format(trades.filled / Math.max(seconds, 1e-3)),
    ]),
  );

const creditsTable = (results: readonly ProjectResult[]): string =>
  formatTable(
    [{ title: 'project' }, right('credits before'), right('credits after'), right('appeared')],
    results.map(({ project, creditsBefore, creditsAfter }) => [
      project.name,
      whole.format(creditsBefore),
      whole.format(creditsAfter),
      whole.format(creditsAfter - creditsBefore),
    ]),
  );

const finalTable = (results: readonly ProjectResult[]): string =>
  formatTable(
    [
      { title: 'project' },
      { title: 'at the end of trading' },
      ...['compared', 'largest |Δ|', 'off'].map(right),
    ],
    results.flatMap(({ project, final }) =>
      final === undefined
        ? []
        : (
            [
              ['balances (credits)', final.balances, 2],
              ['net holdings (shares)', final.holdings, 6],
            ] as const
          ).map(([what, comparisons, decimals]) => [
            project.name,
            what,
            whole.format(comparisons.length),
            largest(comparisons).toFixed(decimals),
            whole.format(comparisons.filter(isOff).length),
          ]),
    ),
  );

const auditLine = ({ laws, clean, totals }: AuditReport): string => {
  const broken = laws.filter((law) => law.broken > 0);
  const sum = totals.issuer + totals.house + totals.wallets + totals.escrows;
  const checked = laws.reduce((total, law) => total + law.checked, 0);
  return clean
    ? `Audit: ${laws.length} laws hold on ${whole.format(checked)} rows; all accounts sum to ${sum}.`
    : `Audit: ${broken.map(({ law, examples }) => `BROKEN: ${law}: ${examples.join('; ')}`).join('\n')}`;
};

/** Everything that must not be, in a sentence each. */
export const findFaults = (results: readonly ProjectResult[], audit: AuditReport): string[] => [
  ...results.flatMap(({ project, trades, final, creditsBefore, creditsAfter }) => [
    ...trades.refused.map((refusal) => `refused: ${refusal}`),
    ...[...trades.comparisons, ...(final?.balances ?? []), ...(final?.holdings ?? [])]
      .filter(isOff)
      .map(
        ({ what, difference, allowed }) =>
          `${what} differs by ${difference.toFixed(6)}; ${allowed.toFixed(6)} is allowed`,
      ),
    ...(creditsAfter === creditsBefore
      ? []
      : [
          `${project.name}: ${creditsAfter - creditsBefore} credits appeared between the first trade and the last resolution`,
        ]),
  ]),
  ...(audit.clean ? [] : ['the audit found the books broken']),
];

const leftOut = (results: readonly ProjectResult[]): string[] =>
  results
    .filter(({ project }) => project.movesLeftOut > 0)
    .map(
      ({ project }) =>
        `${project.name}: ${project.movesLeftOut} rows carry a price only, so ${project.marketsLeftOut} markets were left out.`,
    );

export const describeReplay = (results: readonly ProjectResult[], audit: AuditReport): string => {
  const played = results.filter(({ project }) => project.trades.length > 0);
  const faults = findFaults(results, audit);
  const shown = faults.slice(0, EXAMPLES);
  return [
    'Δ: our cost of a transaction less the recorded one, in credits (100 credits are one token of the source). We round every cost to a whole\ncredit against the trader, so up to 1 a leg is right; a sale and a purchase in one transaction are two legs.',
    tradesTable(played),
    creditsTable(played),
    ...(played.some(({ final }) => final !== undefined) ? [finalTable(played)] : []),
    [...leftOut(results), auditLine(audit)].join('\n'),
    faults.length === 0
      ? 'The replay agrees with the record.'
      : [
          `The replay does NOT agree with the record:`,
          ...shown,
          `(${shown.length} of ${faults.length})`,
        ].join('\n  '),
  ].join('\n\n');
};
