import type { Market } from '@mesh-markets/contract';
import { formatPercent } from '../../lib/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { toneOf } from '../trade/ticketStart.ts';
import { type Verdict, verdictOf } from './marketStatus.ts';

const words = (verdict: Verdict): string => {
  switch (verdict.kind) {
    case 'OUTCOME':
      return `Resolved ${verdict.label}`;
    case 'VOID':
      return 'Void, stakes returned';
    case 'SPLIT': {
      const [first] = verdict.parts;
      if (first === undefined) return 'Resolved to a split';
      const others = verdict.parts.length - 1;
      const more = others === 0 ? '' : ` +${others} more`;
      return `Split: ${first.label} ${first.fraction === 1 ? '100\u202f%' : formatPercent(first.fraction)}${more}`;
    }
  }
};

/** What the market was resolved to, in its colour and always in words. */
export const VerdictStamp = ({ market }: { readonly market: Market }) => {
  const verdict = verdictOf(market);
  if (verdict === undefined) return null;
  const tone = verdict.kind === 'OUTCOME' ? toneOf(market, verdict.index) : 'neutral';
  return (
    <Badge tone={tone}>
      <span dir="auto">{words(verdict)}</span>
    </Badge>
  );
};
