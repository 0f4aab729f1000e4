import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { ChartScales } from './geometry.ts';
import type { ChartWindow } from './series.ts';
import { type Zoom, zoomAround, zoomBetween, zoomTo } from './zoom.ts';

interface ChartPointerOptions {
  readonly all: ChartWindow;
  readonly view: ChartWindow;
  readonly scales: ChartScales;
  readonly onZoom: (zoom: Zoom | undefined) => void;
}

/** Two moments, in the order they were touched. */
export interface Selection {
  readonly from: number;
  readonly to: number;
}

/** A press that moves less than this is a press. */
const SMALLEST_DRAG = 8;
const WHEEL_STEP = 0.0025;

const placeIn = ({ clientX, currentTarget }: PointerEvent<Element>): number =>
  clientX - currentTarget.getBoundingClientRect().left;

/** The wheel with Ctrl, which is also what a pinch on a touchpad says. */
const useWheelZoom = (
  place: RefObject<HTMLDivElement | null>,
  zoom: (x: number, factor: number) => void,
): void => {
  const latest = useRef(zoom);
  latest.current = zoom;
  useEffect(() => {
    const element = place.current;
    const listen = (event: WheelEvent): void => {
      if (element === null || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const x = event.clientX - element.getBoundingClientRect().left;
      latest.current(x, Math.exp(-event.deltaY * WHEEL_STEP));
    };
    // React's own listener is passive and could not keep the browser from zooming the page.
    element?.addEventListener('wheel', listen, { passive: false });
    return () => element?.removeEventListener('wheel', listen);
  }, [place]);
};

/**
 * What a mouse, a pen or fingers do on the chart: pointing reads it, dragging chooses a part to zoom to, two fingers and the wheel
 * with Ctrl zoom at once. The plain wheel scrolls the page as everywhere.
 */
export const useChartPointer = ({ all, view, scales, onZoom }: ChartPointerOptions) => {
  const [readTime, setReadTime] = useState<number>();
  const [selection, setSelection] = useState<Selection>();
  const fingers = useRef(new Map<number, { time: number; part: number }>());
  const place = useRef<HTMLDivElement>(null);
  const [left, right] = scales.x.range() as [number, number];

  const timeAt = (x: number): number => Math.min(view.to, Math.max(view.from, Number(scales.x.invert(x))));
  const partAt = (x: number): number => (x - left) / (right - left);

  useWheelZoom(place, (x, factor) => onZoom(zoomAround(all, view, timeAt(x), factor)));

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    const x = placeIn(event);
    if (event.pointerType === 'touch') {
      fingers.current.set(event.pointerId, { time: timeAt(x), part: partAt(x) });
      return;
    }
    if (event.button !== 0 || x > right) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setSelection({ from: timeAt(x), to: timeAt(x) });
  };

  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const x = placeIn(event);
    const finger = fingers.current.get(event.pointerId);
    if (finger !== undefined) finger.part = partAt(x);
    const [one, other] = [...fingers.current.values()];
    if (one !== undefined && other !== undefined) {
      setReadTime(undefined);
      onZoom(zoomBetween(all, [one, other]));
      return;
    }
    setReadTime(timeAt(x));
    if (selection !== undefined) setSelection({ ...selection, to: timeAt(x) });
  };

  const onPointerUp = (event: PointerEvent<HTMLDivElement>): void => {
    fingers.current.delete(event.pointerId);
    if (selection === undefined) return;
    setSelection(undefined);
    const [from, to] = [Math.min(selection.from, selection.to), Math.max(selection.from, selection.to)];
    if (scales.x(to) - scales.x(from) >= SMALLEST_DRAG) onZoom(zoomTo(all, from, to));
  };

  const onPointerEnd = (event: PointerEvent<HTMLDivElement>): void => {
    fingers.current.delete(event.pointerId);
    setSelection(undefined);
    setReadTime(undefined);
  };

  return {
    readTime,
    setReadTime,
    selection,
    place,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerEnd,
      onPointerLeave: onPointerEnd,
    },
  };
};
