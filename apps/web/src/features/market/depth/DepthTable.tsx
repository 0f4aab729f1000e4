import type { Market } from '@mesh-markets/contract';
import { formatCredits, formatPercent } from '../../../lib/format.ts';
import { TableDisclosure } from '../../../ui/TableDisclosure.tsx';
import { depthCurve } from './depth.ts';
import { stepWords } from './depthWords.ts';

/** Every this many percent. */
const spacing = 5;

/** The same figures as the curve for whoever would rather read them. */
export const DepthTable = ({ market, outcome }: { readonly market: Market; readonly outcome: number }) => {
  const steps = depthCurve(market, outcome).filter(({ target }) => Math.round(target * 100) % spacing === 0);
  return (
    <TableDisclosure label="What moving the odds takes">
      <table className="figures w-full text-start">
        <thead>
          <tr className="text-xs text-muted">
            <th scope="col" className="py-1 pe-4 text-start font-medium">
              To
            </th>
            <th scope="col" className="py-1 pe-4 text-start font-medium">
              By
            </th>
            <th scope="col" className="py-1 text-end font-medium">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step.target} className="border-t border-line">
              <th scope="row" className="py-1 pe-4 text-start font-normal">
                {formatPercent(step.target)}
              </th>
              <td dir="auto" className="py-1 pe-4">
                {stepWords(market, step)}
              </td>
              <td className="py-1 text-end">{step.action === 'BUY' ? formatCredits(step.credits) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableDisclosure>
  );
};
