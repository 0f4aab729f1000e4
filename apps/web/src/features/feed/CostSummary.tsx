import { useFormContext, useWatch } from 'react-hook-form';
import { useFeatures } from '../../api/featureQueries.ts';
import { formatCredits } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { useMe } from '../account/useSession.ts';
import { type AskForm, isLiquidity, openingOdds } from './askForm.ts';
import { openingFacts } from './openingFacts.ts';
import { useSubsidyFrom } from './useSubsidyFrom.ts';

const Row = ({ label, amount }: { readonly label: string; readonly amount: number | undefined }) => (
  <div className="flex justify-between gap-4">
    <dt className="text-muted">{label}</dt>
    <dd className="figures font-medium">{amount === undefined ? '—' : formatCredits(amount)}</dd>
  </div>
);

/** What it costs, what is left, and the button that says so. */
export const CostSummary = () => {
  const { control, formState } = useFormContext<AskForm>();
  const form = useWatch({ control }) as AskForm;
  const me = useMe();
  const free = useSubsidyFrom() === 'HOUSE';

  const subsidy = isLiquidity(form.liquidity)
    ? openingFacts(form.liquidity, openingOdds(form)).subsidy
    : undefined;
  const cost = free ? 0 : subsidy;
  const missing = me && cost !== undefined ? Math.max(0, cost - me.balance) : 0;
  const { creation } = useFeatures();
  const tooDear =
    missing > 0
      ? `You are ${formatCredits(missing)} short. Lower the liquidity to open this market.`
      : undefined;

  return (
    <section aria-label="Cost" className="grid gap-4 border-t border-line pt-5">
      <dl className="grid gap-1 text-sm">
        <Row label={free ? 'The house pays' : 'You pay now'} amount={subsidy} />
        <Row
          label="Your balance after"
          amount={me && cost !== undefined && missing === 0 ? me.balance - cost : undefined}
        />
      </dl>
      <FormError message={formState.errors.root?.message ?? tooDear} />
      <Button
        type="submit"
        size="large"
        pending={formState.isSubmitting}
        pendingLabel="Opening the market…"
        disabledReason={creation ? tooDear : 'Nobody can open a market at the moment. Try again later.'}
      >
        {free || subsidy === undefined ? 'Open the market' : `Open the market for ${formatCredits(subsidy)}`}
      </Button>
    </section>
  );
};
