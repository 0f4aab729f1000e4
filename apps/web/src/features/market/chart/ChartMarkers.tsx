import type { ChartBox, ChartScales } from './geometry.ts';
import { type ChartMark, commentWords, placeComments, placeLines } from './marks.ts';
import type { ChartWindow } from './series.ts';

interface ChartMarkersProps {
  readonly marks: readonly ChartMark[];
  readonly box: ChartBox;
  readonly scales: ChartScales;
  readonly window: ChartWindow;
}

const rowHeight = 16;

const Lines = ({ marks, box, scales, window }: ChartMarkersProps) =>
  placeLines(marks, scales, window).map(({ x, label, row, side }) => (
    <g key={label}>
      <line
        x1={x}
        x2={x}
        y1={box.top}
        y2={box.height - box.bottom}
        strokeDasharray="3 3"
        className="stroke-edge"
      />
      <text
        x={x + (side === 'end' ? -6 : 6)}
        y={box.top + 10 + row * rowHeight}
        textAnchor={side}
        stroke="var(--color-canvas)"
        strokeWidth={4}
        paintOrder="stroke"
        className="fill-muted text-xs"
      >
        {label}
      </text>
    </g>
  ));

/** A speech bubble on the time axis, with a tail that points at the moment. */
const Comments = ({ marks, box, scales, window }: ChartMarkersProps) =>
  placeComments(marks, scales, window).map(({ x, labels }) => (
    <g key={x} transform={`translate(${x},${box.height - box.bottom})`}>
      <title>{commentWords(labels)}</title>
      <path d="M-5,-13h10v8h-3l-2,3l-2,-3h-3z" className="fill-accent" strokeLinejoin="round" />
      {labels.length > 1 && (
        <text x={8} y={-5} className="figures fill-muted text-xs">
          {labels.length}
        </text>
      )}
    </g>
  ));

/** What happened beside the trades. */
export const ChartMarkers = (props: ChartMarkersProps) => (
  <>
    <Lines {...props} />
    <Comments {...props} />
  </>
);
