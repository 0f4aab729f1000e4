import type { LedgerEntry } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { className as join } from '../../lib/className.ts';
import { formatCredits, formatSignedCredits } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { entryWords } from './ledgerWords.ts';

const LedgerRow = memo(({ entry }: { readonly entry: LedgerEntry }) => (
  <tr className="border-t border-line align-baseline">
    <td className="w-full max-w-0 py-2.5 pe-4">
      <span dir="auto" className="line-clamp-2">
        {entryWords(entry)}
      </span>
      {entry.market !== undefined && (
        <Link
          to={paths.market(entry.market.id)}
          dir="auto"
          className="line-clamp-2 text-muted hover:text-text hover:underline"
        >
          {entry.market.question}
        </Link>
      )}
      <DateTime at={entry.createdAt} className="text-xs text-muted sm:hidden" />
    </td>
    <td className="py-2.5 pe-4 text-end whitespace-nowrap text-muted max-sm:hidden">
      <DateTime at={entry.createdAt} />
    </td>
    <td
      className={join('py-2.5 pe-4 text-end font-medium whitespace-nowrap', entry.amount > 0 && 'text-yes')}
    >
      {formatSignedCredits(entry.amount)}
    </td>
    <td className="py-2.5 text-end whitespace-nowrap text-muted">{formatCredits(entry.balanceAfter)}</td>
  </tr>
));
LedgerRow.displayName = 'LedgerRow';

/** Newest first, each with the balance it left. */
export const LedgerTable = ({ entries }: { readonly entries: readonly LedgerEntry[] }) => (
  <table className="figures w-full text-sm">
    <caption className="sr-only">Movements of your wallet, newest first</caption>
    <thead className="text-xs text-muted">
      <tr>
        <th scope="col" className="py-2 pe-4 text-start font-medium">
          What
        </th>
        <th scope="col" className="py-2 pe-4 text-end font-medium max-sm:hidden">
          When
        </th>
        <th scope="col" className="py-2 pe-4 text-end font-medium whitespace-nowrap">
          Amount
        </th>
        <th scope="col" className="py-2 text-end font-medium whitespace-nowrap">
          Balance
        </th>
      </tr>
    </thead>
    <tbody>
      {entries.map((entry) => (
        <LedgerRow key={entry.id} entry={entry} />
      ))}
    </tbody>
  </table>
);
