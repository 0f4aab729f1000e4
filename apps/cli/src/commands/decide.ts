import { BASIS_POINTS, DecideBody, type Market, MarketId } from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import { withBooks } from '../books.ts';
import { answer, type Command, DONE, jsonOption, optionOf, UsageError } from '../command.ts';
import { formatCredits, formatResolved } from '../format.ts';

type Decision = Parameters<Engine['decideAsOperator']>[1];

/** `60,40` in percent, one for each outcome. */
const weightsFrom = (text: string): number[] =>
  text.split(',').map((percent) => {
    const points = Number(percent) * (BASIS_POINTS / 100);
    if (percent.trim() === '' || !Number.isInteger(Math.round(points * 1e6) / 1e6))
      throw new UsageError('Parts are percents with at most two decimals, like 60,40.');
    return Math.round(points);
  });

/** By its label, or by its place, from 0. */
const outcomeFrom = ({ outcomes }: Market, word: string): number => {
  const labelled = outcomes.find(({ label }) => label.toLowerCase() === word.toLowerCase());
  const index = labelled?.index ?? (/^\d+$/.test(word) ? Number(word) : undefined);
  if (index === undefined || index >= outcomes.length) {
    const labels = outcomes.map(({ label }) => label).join(', ');
    throw new UsageError(`The verdict is uphold, void, parts like 60,40, or one of: ${labels}.`);
  }
  return index;
};

const decisionFrom = (market: Market, word: string, reason: string): Decision => {
  const named = word.toLowerCase();
  const decision =
    named === 'uphold' || named === 'void'
      ? { decision: named.toUpperCase() }
      : {
          decision: 'CHANGE',
          ...(word.includes(',') ? { weights: weightsFrom(word) } : { outcome: outcomeFrom(market, word) }),
        };
  // Any version will do: whoever types this means the one that is there.
  const checked = DecideBody.safeParse({ ...decision, reason, version: 1 });
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new UsageError(
    issue?.path[0] === 'reason'
      ? 'Say why with --reason, in at most 1,000 characters. Everybody can read it.'
      : (issue?.message ?? 'That is no verdict.'),
  );
};

/** For an instance on which every admin has a stake in a market. */
export const decide: Command = {
  parameters: '<market> <verdict> --reason=words',
  summary:
    'Decides a disputed result (uphold, void, an outcome, or parts like 60,40), or corrects a paid one. Put on record.',
  options: { ...jsonOption, reason: { type: 'string' } },
  run: async (call) => {
    const [id, word] = call.positionals as [string, string];
    const marketId = MarketId.safeParse(id);
    if (!marketId.success) throw new UsageError('The market is named by its number.');
    const reason = optionOf(call, 'reason') ?? '';
    const decided = await withBooks(call, async (engine) => {
      const { market } = await engine.getMarket(marketId.data);
      return engine.decideAsOperator(marketId.data, decisionFrom(market, word, reason));
    });
    answer(call, decided, () => {
      const { outcome, weights, paidCredits, correction } = decided.resolution!;
      const labels = decided.outcomes.map(({ label }) => label);
      const missing = correction?.missingCredits ?? 0;
      return [
        `${correction === undefined ? 'Decided' : 'Corrected'}: ${formatResolved(outcome, labels, weights)}. It pays ${formatCredits(paidCredits)}.`,
        ...(missing > 0 ? [`${formatCredits(missing)} could not be taken back; the house paid it.`] : []),
      ].join('\n');
    });
    return DONE;
  },
};
