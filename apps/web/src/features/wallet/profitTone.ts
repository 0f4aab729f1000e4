/** The colour of a gain or a loss; the sign says the same. */
export const profitTone = (profit: number): string => {
  if (profit === 0) return '';
  return profit > 0 ? 'text-yes' : 'text-no';
};
