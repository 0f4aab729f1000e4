const wholeNumber = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `₡8,000`: an amount inside the sentence of a refusal. */
export const amountWords = (credits: number): string => `₡${wholeNumber.format(credits)}`;
