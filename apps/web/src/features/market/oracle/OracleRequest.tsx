import type { MarketDetail } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { errorSentence } from '../../../api/errors.ts';
import { instanceQuery, meQuery } from '../../../api/queries.ts';
import { Button } from '../../../ui/Button.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { PersonLink } from '../PersonLink.tsx';
import { useOracleVerb } from './useOracleVerb.ts';

type AskedMarket = MarketDetail['market'];

const Request = ({ market }: { readonly market: AskedMarket }) => {
  const { data: instance } = useQuery(instanceQuery());
  const accept = useOracleVerb('acceptOracle', market, 'You are the oracle of this market now.');
  const decline = useOracleVerb('declineOracle', market, 'Declined. The market stays with whoever asked it.');
  const error = accept.error ?? decline.error;
  const input = { params: { id: market.id } };
  return (
    <section
      aria-labelledby="oracle-request"
      className="grid gap-3 rounded-md border border-accent p-4 text-sm"
    >
      <h2 id="oracle-request" className="font-semibold">
        Will you be the oracle of this market?
      </h2>
      <p className="text-muted">
        <PersonLink user={market.creator} /> asks you to decide with them what happened, once trading has
        ended. What you hold here is shown to everybody
        {instance?.oraclesTrade === false &&
          ', and oracles do not buy in their markets: sell what you hold first'}
        . You can step down later.
      </p>
      <FormError message={error === null ? undefined : errorSentence(error)} />
      <div className="flex flex-wrap gap-2">
        <Button pending={accept.isPending} pendingLabel="Accepting…" onClick={() => accept.mutate(input)}>
          Accept
        </Button>
        <Button
          variant="secondary"
          pending={decline.isPending}
          pendingLabel="Declining…"
          onClick={() => decline.mutate(input)}
        >
          Decline
        </Button>
      </div>
    </section>
  );
};

/** For whoever was asked to decide this market and has not answered; absent for everybody else. */
export const OracleRequest = ({ market }: { readonly market: AskedMarket }) => {
  const { data: me } = useQuery(meQuery());
  const asked = me?.id === market.askedOracle?.id && me !== undefined && market.state !== 'RESOLVED';
  return asked && me !== null && <Request market={market} />;
};
