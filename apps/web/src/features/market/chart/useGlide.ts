import { useEffect, useRef, useState } from 'react';
import { useMediaQuery } from '../../../lib/useMediaQuery.ts';

const MILLISECONDS = 180;

const eased = (part: number): number => 1 - (1 - part) ** 3;

const same = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((value, place) => value === other[place]);

/**
 * Numbers that go from where they are to where they should be in a moment, so that a chart which grows or is zoomed does not jump.
 * At once where less motion is wanted, and in the first picture.
 */
export const useGlide = (target: readonly number[]): readonly number[] => {
  const still = useMediaQuery('(prefers-reduced-motion: reduce)');
  const [shown, setShown] = useState(target);
  const latest = useRef(shown);
  latest.current = shown;
  const key = target.join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: key stands for the numbers in target
  useEffect(() => {
    const from = latest.current;
    if (same(from, target)) return;
    if (still || from.length !== target.length) {
      setShown(target);
      return;
    }
    const began = performance.now();
    let frame = 0;
    const step = (now: number): void => {
      const part = Math.min(1, Math.max(0, (now - began) / MILLISECONDS));
      setShown(
        part === 1
          ? target
          : target.map((value, place) => from[place]! + (value - from[place]!) * eased(part)),
      );
      if (part < 1) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [key, still]);

  return still || shown.length !== target.length ? target : shown;
};
