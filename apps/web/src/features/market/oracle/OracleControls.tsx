import type { MarketDetail, UserSummary } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorSentence } from '../../../api/errors.ts';
import { meQuery } from '../../../api/queries.ts';
import { useNow } from '../../../lib/useNow.ts';
import { Button } from '../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { PersonPicker } from '../../people/PersonPicker.tsx';
import { phaseOf } from '../marketStatus.ts';
import { useOracleVerb } from './useOracleVerb.ts';

type RulesMarket = MarketDetail['market'];

const sentenceOf = (error: Error | null): string | undefined =>
  error === null ? undefined : errorSentence(error);

/** The creator names somebody, or somebody else, while nobody has agreed. */
const AskOracle = ({ market, onDone }: { readonly market: RulesMarket; readonly onDone: () => void }) => {
  const [person, setPerson] = useState<UserSummary | null>(null);
  const ask = useOracleVerb('askOracle', market, 'Asked. They can accept or decline.', onDone);
  return (
    <form
      className="grid max-w-sm gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (person !== null && !ask.isPending)
          ask.mutate({ params: { id: market.id }, body: { oracleId: person.id } });
      }}
    >
      <PersonPicker
        label="Who shall decide beside you?"
        hint="Type a handle. They are asked, and can decline."
        error={sentenceOf(ask.error)}
        person={person}
        onPick={setPerson}
      />
      <div className="flex gap-2">
        <Button
          type="submit"
          size="small"
          pending={ask.isPending}
          pendingLabel="Asking…"
          disabledReason={person === null ? 'Choose somebody first.' : undefined}
        >
          Ask them
        </Button>
        <Button size="small" variant="secondary" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
};

const CreatorControls = ({ market }: { readonly market: RulesMarket }) => {
  const [asking, setAsking] = useState(false);
  const withdraw = useOracleVerb('withdrawOracle', market, 'They are asked no longer.');
  const waiting = market.askedOracle !== undefined;
  if (asking) return <AskOracle market={market} onDone={() => setAsking(false)} />;
  return (
    <div className="grid gap-2">
      <FormError message={sentenceOf(withdraw.error)} />
      <div className="flex flex-wrap gap-2">
        <Button size="small" variant="secondary" onClick={() => setAsking(true)}>
          {waiting ? 'Ask somebody else' : 'Name an oracle'}
        </Button>
        {waiting && (
          <Button
            size="small"
            variant="secondary"
            pending={withdraw.isPending}
            pendingLabel="Withdrawing…"
            onClick={() => withdraw.mutate({ params: { id: market.id } })}
          >
            Withdraw the request
          </Button>
        )}
      </div>
    </div>
  );
};

const StepDown = ({ market }: { readonly market: RulesMarket }) => {
  const [asking, setAsking] = useState(false);
  const stepDown = useOracleVerb('stepDownOracle', market, 'You are no longer the oracle of this market.');
  return (
    <>
      <Button size="small" variant="secondary" className="w-fit" onClick={() => setAsking(true)}>
        Step down as oracle
      </Button>
      <ConfirmDialog
        open={asking}
        title="Step down as oracle?"
        verb="Step down"
        keep="Stay"
        pendingLabel="Stepping down…"
        pending={stepDown.isPending}
        error={sentenceOf(stepDown.error)}
        onConfirm={() => stepDown.mutate({ params: { id: market.id } })}
        onClose={() => setAsking(false)}
      >
        Whoever asked the question decides alone then, and can ask somebody else while trading is open.
      </ConfirmDialog>
    </>
  );
};

/** What the creator and the oracle can do about who decides; absent for everybody else. */
export const OracleControls = ({ market }: { readonly market: RulesMarket }) => {
  const { data: me } = useQuery(meQuery());
  const phase = phaseOf(market, useNow());
  if (me === null || me === undefined || phase === 'RESOLVED') return null;
  if (me.id === market.oracle?.id) return <StepDown market={market} />;
  const mayAsk = me.id === market.creator.id && phase === 'OPEN' && market.oracle === undefined;
  return mayAsk && <CreatorControls market={market} />;
};
