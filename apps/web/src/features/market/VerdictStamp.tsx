import type { Market } from '@mesh-markets/contract';
import { Badge } from '../../ui/Badge.tsx';
import { toneOf } from '../trade/ticketStart.ts';
import { formatWeight, type Verdict, verdictOf } from './marketStatus.ts';

const words = (verdict: Verdict): string => {
  switch (verdict.kind) {
    case 'OUTCOME':
      return `Resolved ${verdict.label}`;
    case 'VOID':
      return 'Void, stakes returned';
    case 'SPLIT': {
      const named = verdict.parts.length > 2 ? verdict.parts.slice(0, 1) : verdict.parts;
      const others = verdict.parts.length - named.length;
      const parts = named.map(({ label, basisPoints }) => `${label} ${formatWeight(basisPoints)}`).join(', ');
      return `Split: ${parts}${others === 0 ? '' : ` and ${others} more`}`;
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
