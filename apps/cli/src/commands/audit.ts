import type { AuditReport } from '@mesh-markets/engine';
import { withBooks } from '../books.ts';
import { answer, type Command, DONE, FAILED, jsonOption } from '../command.ts';
import { formatCount, formatCredits } from '../format.ts';
import { formatTable } from '../table.ts';

const describe = ({ laws, totals, clean }: AuditReport): string => {
  const table = formatTable(
    [{ title: 'law' }, { title: 'checked', align: 'right' }, { title: 'broken', align: 'right' }],
    laws.map(({ law, checked, broken }) => [law, formatCount(checked), formatCount(broken)]),
  );
  const { issuer, house, wallets, escrows } = totals;
  const sums =
    `Credits: issuer ${formatCredits(issuer)}, house ${formatCredits(house)}, wallets ${formatCredits(wallets)}, ` +
    `escrows ${formatCredits(escrows)}; together ${formatCredits(issuer + house + wallets + escrows)}.`;
  const broken = laws.filter((law) => law.broken > 0);
  const findings = broken.map(({ law, broken: count, examples }) => {
    const unnamed = count - examples.length;
    return [
      `BROKEN: ${law}`,
      ...examples.map((example) => `  ${example}`),
      ...(unnamed > 0 ? [`  and ${formatCount(unnamed)} more`] : []),
    ].join('\n');
  });
  const verdict = clean
    ? `The books are right: ${laws.length} laws hold.`
    : `The books are NOT right: ${broken.length} of ${laws.length} laws are broken.`;
  return [table, sums, ...findings, verdict].join('\n\n');
};

/** Proves the books: everything that is derived is derived again from the logs and compared. */
export const audit: Command = {
  parameters: '',
  summary: 'Proves the books; exit code 1 if anything is off. Reads only.',
  options: jsonOption,
  run: async (call) => {
    const report = await withBooks(call, (engine) => engine.audit());
    answer(call, report, () => describe(report));
    return report.clean ? DONE : FAILED;
  },
};
