import { useEffect, useState } from 'react';

/** Long enough that a word is not looked up letter by letter, short enough to feel like at once. */
const waitMilliseconds = 150;

/**
 * What is typed, and `onSettled` with it a moment after the last key. A query that comes from elsewhere (the address, going back)
 * replaces what stands in the field.
 */
export const useTypedQuery = (
  query: string,
  onSettled: (query: string) => void,
): readonly [string, (text: string) => void] => {
  const [{ text, settled }, setTyped] = useState({ text: query, settled: query });
  if (query !== settled) setTyped({ text: query.trim() === text.trim() ? text : query, settled: query });

  const wanted = text.trim();
  useEffect(() => {
    if (wanted === query) return;
    const timer = setTimeout(() => onSettled(wanted), waitMilliseconds);
    return () => clearTimeout(timer);
  }, [wanted, query, onSettled]);

  return [text, (next) => setTyped({ text: next, settled: query })];
};
