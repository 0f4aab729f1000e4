import { BASIS_POINTS, type Market } from '@mesh-markets/contract';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { basisPointsOf, equalParts, percentOf, weightsOf, weightsOfOdds } from './resolveChoice.ts';

interface SplitFieldsProps {
  readonly market: Market;
  readonly percents: readonly string[];
  readonly onPercents: (percents: readonly string[]) => void;
}

const sumWords = (percents: readonly string[]): string => {
  const weights = weightsOf(percents);
  if (Array.isArray(weights)) return 'They sum to exactly 100\u202f%.';
  if (weights.kind === 'NOT_A_PERCENT') return 'Write percents such as 33.33, with at most two decimals.';
  if (weights.kind === 'NOTHING_CHOSEN') return '';
  const missing = weights.missingBasisPoints;
  const sum = percentOf(BASIS_POINTS - missing);
  return missing > 0
    ? `They sum to ${sum}\u202f%: add ${percentOf(missing)}\u202f%.`
    : `They sum to ${sum}\u202f%: take ${percentOf(-missing)}\u202f% away.`;
};

/** The part of each outcome in percent, which must sum to exactly 100. */
export const SplitFields = ({ market, percents, onPercents }: SplitFieldsProps) => {
  const complete = Array.isArray(weightsOf(percents));
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 text-sm font-medium">Parts in percent</legend>
      <div className="-m-0.5 grid max-h-72 grid-cols-2 items-start gap-3 overflow-y-auto p-0.5">
        {market.outcomes.map(({ index, label }) => (
          <TextField
            key={index}
            label={label}
            inputMode="decimal"
            autoComplete="off"
            className="figures"
            value={percents[index] ?? ''}
            error={basisPointsOf(percents[index] ?? '') === undefined ? 'Not a percent' : undefined}
            onChange={(event) => onPercents(percents.with(index, event.target.value))}
          />
        ))}
      </div>
      <p aria-live="polite" className={complete ? 'text-xs text-muted' : 'text-xs text-danger'}>
        {sumWords(percents)}
      </p>
      <div className="flex gap-2">
        <Button
          variant="secondary"
          size="small"
          onClick={() => onPercents(equalParts(market.outcomes.length))}
        >
          Equal parts
        </Button>
        <Button
          variant="secondary"
          size="small"
          onClick={() =>
            onPercents(weightsOfOdds(market.outcomes.map(({ probability }) => probability)).map(percentOf))
          }
        >
          As the odds stand
        </Button>
      </div>
    </fieldset>
  );
};
