import { useFormContext, useWatch } from 'react-hook-form';
import { formatCount, formatCredits, formatPercent } from '../../lib/format.ts';
import { Slider } from '../../ui/Slider.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { type AskForm, isLiquidity, openingOdds } from './askForm.ts';
import { liquiditySteps, nearestStep, openingFacts, YARDSTICK_CREDITS } from './openingFacts.ts';
import { useMarketBounds } from './useMarketBounds.ts';
import { useSubsidyFrom } from './useSubsidyFrom.ts';

const Meaning = ({ form }: { readonly form: AskForm }) => {
  const payer = useSubsidyFrom() === 'HOUSE' ? 'The house pays' : 'You pay';
  const { subsidy, moveFrom, moveTo } = openingFacts(form.liquidity, openingOdds(form));
  const what = form.type === 'BINARY' ? 'the odds' : 'an outcome';
  return (
    <ul aria-label="What this liquidity means" className="list-disc ps-4 text-sm text-muted">
      <li>
        {payer} up to <strong className="figures text-text">{formatCredits(subsidy)}</strong>: it funds the
        market, and what traders do not win comes back.
      </li>
      <li>
        A trade of {formatCredits(YARDSTICK_CREDITS)} moves {what} from{' '}
        <strong className="figures text-text">{formatPercent(moveFrom)}</strong> to{' '}
        <strong className="figures text-text">{formatPercent(moveTo)}</strong>.
      </li>
    </ul>
  );
};

/** A number nobody knows by heart, said as what it costs and what it does. */
export const LiquidityField = () => {
  const { register, setValue, control, formState } = useFormContext<AskForm>();
  const form = useWatch({ control }) as AskForm;
  const { minLiquidity: min, maxLiquidity: max } = useMarketBounds();
  const sound = isLiquidity(form.liquidity, min, max);
  const range = `Type a whole number from ${formatCount(min)} to ${formatCount(max)}.`;
  return (
    <div className="grid gap-2">
      <div className="flex items-end gap-4">
        <div className="w-32 shrink-0">
          <TextField
            label="Liquidity"
            type="number"
            inputMode="numeric"
            min={min}
            max={max}
            className="figures"
            aria-invalid={formState.errors.liquidity !== undefined}
            {...register('liquidity', {
              valueAsNumber: true,
              validate: (value) => isLiquidity(value, min, max) || range,
            })}
          />
        </div>
        <div className="flex-1 pb-2">
          <Slider
            label="Liquidity in steps"
            min={0}
            max={liquiditySteps.length - 1}
            value={sound ? nearestStep(form.liquidity) : 0}
            valueText={formatCount(form.liquidity)}
            onValueChange={(step) =>
              setValue('liquidity', Math.min(Math.max(liquiditySteps[step]!, min), max), {
                shouldDirty: true,
                shouldValidate: true,
              })
            }
          />
          <p aria-hidden className="flex justify-between text-xs text-muted">
            <span>cheap, jumpy</span>
            <span>costly, steady</span>
          </p>
        </div>
      </div>
      {sound ? (
        <Meaning form={form} />
      ) : (
        <p role="alert" className="text-xs text-danger">
          {range}
        </p>
      )}
    </div>
  );
};
