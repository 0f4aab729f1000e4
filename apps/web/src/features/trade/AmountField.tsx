import { formatCredits, formatShares } from '../../lib/format.ts';
import { useMediaQuery } from '../../lib/useMediaQuery.ts';
import { Button } from '../../ui/Button.tsx';
import { Slider } from '../../ui/Slider.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { outcomeName } from '../market/outcomeName.ts';
import { amountChips, amountScale } from './amountScale.ts';
import { boundSentence } from './spendBound.ts';
import { toneOf } from './ticketStart.ts';
import { problemSentence } from './ticketWords.ts';
import type { Ticket } from './useTicket.ts';

/** What is wrong with the amount; an empty field is no error yet. */
const amountError = ({ evaluation, refusal, draft, market }: Ticket): string | undefined => {
  if (refusal?.place === 'AMOUNT') return refusal.sentence;
  const { problem } = evaluation;
  if (problem === undefined || problem.kind === 'EMPTY') return undefined;
  return problemSentence(problem, draft, outcomeName(market, draft.outcome));
};

/** Always there, so that an error in its place moves nothing. */
const amountHint = ({ draft, means, market }: Ticket): string => {
  if (draft.action === 'SELL') {
    return `You hold ${formatShares(means.sharesHeld)} ${outcomeName(market, draft.outcome)}.`;
  }
  const { balance, bound } = means;
  if (balance === undefined) return 'Play credits, in whole numbers.';
  const has = `You have ${formatCredits(balance)}.`;
  return bound === undefined || bound.credits >= balance ? has : `${has} ${boundSentence(bound)}`;
};

const AmountChips = ({ draft, means, change }: Ticket) => (
  <div className="flex gap-2">
    {amountChips(draft, means).map(({ label, amount }) => (
      <Button
        key={label}
        variant="secondary"
        size="small"
        className="figures flex-1 px-1"
        aria-pressed={draft.amount === amount}
        onClick={() => change({ amount })}
      >
        {label}
      </Button>
    ))}
  </div>
);

interface AmountFieldProps extends Ticket {
  /** The ticket was opened to trade, so typing begins in the amount. */
  readonly typeAtOnce: boolean;
}

/** The amount: typed, by slider or by chip. */
export const AmountField = ({ typeAtOnce, ...ticket }: AmountFieldProps) => {
  const { draft, means, market, evaluation, change } = ticket;
  const buying = draft.action === 'BUY';
  // On a touch screen the keyboard would cover what the amount does; there it waits for a tap.
  const typing = useMediaQuery('(pointer: fine)');
  const scale = amountScale(draft, means);
  const gets = evaluation.preview && buying ? `, about ${Math.round(evaluation.preview.shares)} shares` : '';
  return (
    <div className="grid gap-2">
      <TextField
        label={buying ? 'Amount' : 'Shares to sell'}
        hint={amountHint(ticket)}
        before={buying ? '₡' : undefined}
        inputMode={buying ? 'numeric' : 'decimal'}
        autoComplete="off"
        name="amount"
        data-autofocus={(typeAtOnce && typing) || undefined}
        placeholder="0"
        className="figures h-12 text-lg font-semibold"
        value={draft.amount}
        error={amountError(ticket)}
        onChange={(event) => change({ amount: event.target.value })}
      />
      <Slider
        label={buying ? 'Amount in credits' : 'Part of your shares'}
        valueText={
          buying
            ? `${scale.amountAt(scale.value) || 0} credits${gets}`
            : `${scale.value} percent of your shares`
        }
        min={0}
        max={scale.most}
        step={scale.step}
        value={scale.value}
        tone={toneOf(market, draft.outcome)}
        onValueChange={(value) => change({ amount: scale.amountAt(value) })}
      />
      <AmountChips {...ticket} />
    </div>
  );
};
