import { formatPercent } from '../../../lib/format.ts';
import { formatExact } from '../../../lib/time.ts';
import { TableDisclosure } from '../../../ui/TableDisclosure.tsx';
import { type ChartPoint, type Series, thinned } from './series.ts';

interface ChartTableProps {
  readonly points: readonly ChartPoint[];
  readonly series: readonly Series[];
}

const rows = 24;

/** The same figures as the chart for whoever would rather read them. */
export const ChartTable = ({ points, series }: ChartTableProps) => {
  const ranked = series.filter(({ rank }) => rank !== undefined);
  return (
    <TableDisclosure label="Probabilities over time">
      <table className="figures w-full text-start">
        <thead>
          <tr className="text-xs text-muted">
            <th scope="col" className="py-1 pe-4 text-start font-medium">
              Time
            </th>
            {ranked.map(({ index, label }) => (
              <th key={index} scope="col" dir="auto" className="min-w-20 py-1 ps-4 text-end font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {thinned(points, rows).map((point) => (
            <tr key={point.time} className="border-t border-line">
              <th scope="row" className="py-1 pe-4 text-start font-normal whitespace-nowrap">
                {formatExact(new Date(point.time).toISOString())}
              </th>
              {ranked.map(({ index }) => (
                <td key={index} className="py-1 ps-4 text-end">
                  {formatPercent(point.probabilities[index] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableDisclosure>
  );
};
