/** Of a normal distribution, 95 % lies within so many deviations. */
const SPREAD = 1.96;

/**
 * Wilson's interval: where the true rate lies with 95 % confidence when `rate` was seen in `count` tries. Stays between 0 and 1 and is
 * honest about few tries.
 */
export const wilsonInterval = (rate: number, count: number): [low: number, high: number] => {
  const z = SPREAD ** 2 / count;
  const centre = (rate + z / 2) / (1 + z);
  const half = (SPREAD * Math.sqrt((rate * (1 - rate)) / count + z / (4 * count))) / (1 + z);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
};
