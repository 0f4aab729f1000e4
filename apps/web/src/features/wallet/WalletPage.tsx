import { type LedgerEntry, routes } from '@mesh-markets/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download, Wallet } from 'lucide-react';
import { errorSentence } from '../../api/errors.ts';
import { useFeatures } from '../../api/featureQueries.ts';
import { ledgerQuery, walletQuery } from '../../api/queries.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { Credits } from '../../ui/Credits.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { LoadMore } from '../feed/LoadMore.tsx';
import { LedgerTable } from './LedgerTable.tsx';

const Balance = () => {
  const { data, isError } = useQuery(walletQuery());
  return (
    <section aria-labelledby="wallet-balance" className="border-b border-line pb-5">
      <h2 id="wallet-balance" className="text-sm text-muted">
        Balance
      </h2>
      {isError && data === undefined && <p className="mt-1 text-2xl font-semibold">–</p>}
      {data === undefined && !isError && <Skeleton className="mt-1 h-15 w-48" />}
      {data !== undefined && (
        <p className="mt-1 text-2xl font-semibold">
          <Credits amount={data.balance} />
        </p>
      )}
    </section>
  );
};

const EmptyLedger = () => {
  const { predictionMarkets } = useFeatures();
  return (
    <EmptyState
      icon={Wallet}
      title="Nothing has moved yet"
      action={
        predictionMarkets && (
          <Link to={paths.markets()} className={buttonClass()}>
            Find a market
          </Link>
        )
      }
    >
      Every credit that comes in or goes out will stand here, with the balance after it.
    </EmptyState>
  );
};

const Ledger = () => {
  const ledger = useInfiniteQuery(ledgerQuery());
  const entries: readonly LedgerEntry[] | undefined = ledger.data?.pages.flatMap((page) => page.entries);
  if (entries === undefined) {
    return ledger.isError ? (
      <ErrorState message={errorSentence(ledger.error)} onRetry={() => void ledger.refetch()} />
    ) : (
      <Skeleton className="h-96" />
    );
  }
  if (entries.length === 0) return <EmptyLedger />;
  return (
    <>
      <LedgerTable entries={entries} />
      <LoadMore feed={ledger} />
    </>
  );
};

/** What the reader has, and every movement that led there. */
export const WalletPage = () => {
  useDocumentTitle('Wallet');
  return (
    <>
      <PageHeader title="Wallet">Play credits. They cannot be bought, sold or cashed in.</PageHeader>
      <Balance />
      <section aria-labelledby="ledger-title" className="pt-5">
        <div className="flex items-center justify-between gap-4 pb-1">
          <h2 id="ledger-title" className="font-semibold">
            Movements
          </h2>
          <a
            href={routes.exportLedger.path}
            download
            className={buttonClass({ variant: 'secondary', size: 'small' })}
          >
            <Download aria-hidden size={16} />
            CSV
          </a>
        </div>
        <Ledger />
      </section>
    </>
  );
};
