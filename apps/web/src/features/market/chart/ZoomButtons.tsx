import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { IconButton } from '../../../ui/IconButton.tsx';
import { zoomStep } from './ProbabilityChart.tsx';
import type { ChartWindow } from './series.ts';
import { viewOf, type Zoom, zoomAround } from './zoom.ts';

interface ZoomButtonsProps {
  readonly all: ChartWindow;
  readonly zoom: Zoom | undefined;
  readonly onZoom: (zoom: Zoom | undefined) => void;
}

/** Closer and farther for those who do not drag. The newest trade stays in view where it is. */
export const ZoomButtons = ({ all, zoom, onZoom }: ZoomButtonsProps) => {
  const view = viewOf(all, zoom);
  const middle = (view.from + view.to) / 2;
  const at = zoom?.to === undefined ? view.to : middle;
  const whole = zoom === undefined ? 'All of it is shown.' : undefined;
  return (
    <div className="ms-auto flex gap-0.5">
      <IconButton
        icon={ZoomIn}
        label="Zoom in"
        size="small"
        className="w-8"
        onClick={() => onZoom(zoomAround(all, view, at, zoomStep))}
      />
      <IconButton
        icon={ZoomOut}
        label="Zoom out"
        size="small"
        className="w-8"
        disabledReason={whole}
        onClick={() => onZoom(zoomAround(all, view, at, 1 / zoomStep))}
      />
      <IconButton
        icon={Maximize2}
        label="Show everything"
        size="small"
        className="w-8"
        disabledReason={whole}
        onClick={() => onZoom(undefined)}
      />
    </div>
  );
};
