/** A Brier score to three places, as it is usually written: `0.182`. */
export const formatScore = (score: number): string => score.toFixed(3);

/** The score in words; 0.25 is what always saying 50 % would get. */
export const scoreWords = (score: number): string => {
  if (score < 0.1) return 'Very sharp: what they bought at high odds nearly always happened.';
  if (score < 0.2) return 'Better than guessing.';
  if (score <= 0.3) return 'About as good as a coin, which scores 0.250.';
  return 'Worse than a coin, which scores 0.250.';
};
