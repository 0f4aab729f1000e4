/** Below this span a market at rest would look like a storm. */
const SMALLEST_SPAN = 0.2;
const GRID = 0.05;

export const roundedTo = (value: number): number => Math.round(value * 1e6) / 1e6;

/** The part of 0 to 1 to show: all values with air around them, on the grid, and never less than a fifth. */
export const probabilityDomain = (values: readonly number[]): readonly [number, number] => {
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  const air = Math.max((highest - lowest) * 0.08, (SMALLEST_SPAN - (highest - lowest)) / 2, 0.01);
  let low = Math.max(0, Math.floor((lowest - air) / GRID) * GRID);
  let high = Math.min(1, Math.ceil((highest + air) / GRID) * GRID);
  if (high - low < SMALLEST_SPAN) {
    if (low === 0) high = SMALLEST_SPAN;
    else low = Math.min(low, high - SMALLEST_SPAN);
  }
  low = roundedTo(low);
  high = roundedTo(high);
  return [low, high];
};
