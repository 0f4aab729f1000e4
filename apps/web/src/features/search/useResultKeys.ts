import type { KeyboardEvent, RefObject } from 'react';

/**
 * The arrows walk from the field down through the results and back up into it; Escape leads back to the field at once. To be
 * listened for on what holds both.
 */
export const useResultKeys =
  (field: RefObject<HTMLInputElement | null>) =>
  (event: KeyboardEvent<HTMLElement>): void => {
    const results = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-result]')];
    const from = results.indexOf(document.activeElement as HTMLElement);
    const inField = document.activeElement === field.current;
    if (from < 0 && !inField) return;
    if (event.key === 'Escape' && !inField) field.current?.focus();
    else if (event.key === 'ArrowDown') results[Math.min(from + 1, results.length - 1)]?.focus();
    else if (event.key === 'ArrowUp' && !inField) (from === 0 ? field.current : results[from - 1])?.focus();
    else if (event.key === 'Enter' && inField) results[0]?.click();
    else return;
    event.preventDefault();
  };
