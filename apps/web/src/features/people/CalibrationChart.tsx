import type { CalibrationBin } from '@mesh-markets/contract';
import { scaleLinear, scaleSqrt } from 'd3-scale';
import { formatCount, formatPercent } from '../../lib/format.ts';
import { calibrationWords } from './calibrationWords.ts';
import { wilsonInterval } from './wilsonInterval.ts';

const width = 360;
const height = 320;
const margin = { top: 18, right: 22, bottom: 44, left: 68 };
const ticks = [0, 0.25, 0.5, 0.75, 1];

const x = scaleLinear([0, 1], [margin.left, width - margin.right]);
const y = scaleLinear([0, 1], [height - margin.bottom, margin.top]);

const wholePercent = (share: number): string => `${Math.round(share * 100)} %`;

const Axes = () => (
  <g className="figures fill-muted text-xs">
    {ticks.map((tick) => (
      <g key={tick}>
        <line x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} className="stroke-line" />
        <text x={x(0) - 8} y={y(tick)} dy="0.35em" textAnchor="end">
          {wholePercent(tick)}
        </text>
        <text x={x(tick)} y={y(0) + 18} textAnchor="middle">
          {wholePercent(tick)}
        </text>
      </g>
    ))}
    <text x={x(0.5)} y={height - 4} textAnchor="middle">
      odds they bought at
    </text>
    <text transform={`translate(12 ${y(0.5)}) rotate(-90)`} textAnchor="middle">
      how often it happened
    </text>
  </g>
);

const Dots = ({ bins }: { readonly bins: readonly CalibrationBin[] }) => {
  const most = Math.max(...bins.map(({ purchases }) => purchases));
  const radius = scaleSqrt([0, most], [3, 12]);
  return bins.map((bin) => {
    const [low, high] = wilsonInterval(bin.happened, bin.purchases);
    return (
      <g key={bin.from}>
        <line
          x1={x(bin.meanForecast)}
          x2={x(bin.meanForecast)}
          y1={y(low)}
          y2={y(high)}
          className="stroke-accent"
          strokeOpacity="0.55"
          strokeWidth="1.5"
        />
        <circle
          cx={x(bin.meanForecast)}
          cy={y(bin.happened)}
          r={radius(bin.purchases)}
          className="fill-accent/25 stroke-accent"
          strokeWidth="1.5"
        >
          <title>
            {`Bought at about ${formatPercent(bin.meanForecast)}, happened ${wholePercent(bin.happened)} of ${formatCount(bin.purchases)} times`}
          </title>
        </circle>
      </g>
    );
  });
};

const BinTable = ({ bins }: { readonly bins: readonly CalibrationBin[] }) => (
  <details className="text-sm">
    <summary className="w-fit rounded-md text-accent">As a table</summary>
    <table className="mt-2 w-full">
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className="py-1 text-start font-normal">
            Odds, mean
          </th>
          <th scope="col" className="py-1 text-end font-normal">
            Happened
          </th>
          <th scope="col" className="py-1 text-end font-normal">
            Purchases
          </th>
        </tr>
      </thead>
      <tbody className="figures">
        {bins.map((bin) => (
          <tr key={bin.from} className="border-t border-line">
            <td className="py-1">{formatPercent(bin.meanForecast)}</td>
            <td className="py-1 text-end">{wholePercent(bin.happened)}</td>
            <td className="py-1 text-end">{formatCount(bin.purchases)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);

/** Odds against how often it came true; on the diagonal the two agree. A dot grows with its purchases, and its bar says how sure it is. */
export const CalibrationChart = ({ bins }: { readonly bins: readonly CalibrationBin[] }) => (
  <figure className="grid max-w-[22.5rem] gap-2">
    <svg role="img" aria-label={calibrationWords(bins)} viewBox={`0 0 ${width} ${height}`} className="w-full">
      <Axes />
      <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} className="stroke-edge" strokeDasharray="4 4" />
      <Dots bins={bins} />
    </svg>
    <figcaption className="text-sm text-muted">
      {calibrationWords(bins)} On the dashed line odds and results agree. A dot grows with its purchases; its
      bar shows how far luck alone reaches.
    </figcaption>
    <BinTable bins={bins} />
  </figure>
);
