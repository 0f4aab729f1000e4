import { type RefCallback, useCallback, useState } from 'react';

/** How far beyond the screen something counts as near, so that it is there before it is seen. */
const margin = '1200px';

/**
 * Undefined while an element is near the screen; otherwise the height it had, for an empty stand-in of the same size.
 * It keeps a list of thousands of rows as light as the few that can be seen.
 */
export const useFarHeight = (): readonly [RefCallback<HTMLElement>, number | undefined] => {
  const [farHeight, setFarHeight] = useState<number>();
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (entry) setFarHeight(entry.isIntersecting ? undefined : entry.boundingClientRect.height);
      },
      { rootMargin: margin },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, farHeight];
};
