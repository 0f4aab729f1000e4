import type { Market } from '@mesh-markets/contract';
import { formatPrice } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';

interface BuyButtonsProps {
  readonly market: Pick<Market, 'outcomes'>;
  readonly size?: 'medium' | 'large';
  readonly onPick: (outcome: number) => void;
}

const variants = ['yesSoft', 'noSoft'] as const;

/** `YES 62¢` and `NO 38¢`, each opening the ticket with that side chosen. */
export const BuyButtons = ({ market, size = 'medium', onPick }: BuyButtonsProps) => (
  <div className="grid grid-cols-2 gap-2">
    {market.outcomes.map(({ index, label, probability }) => (
      <Button
        key={index}
        variant={variants[index] ?? 'secondary'}
        size={size}
        className="figures"
        onClick={() => onPick(index)}
      >
        <span className="sr-only">Buy </span>
        {label} {formatPrice(probability)}
      </Button>
    ))}
  </div>
);
