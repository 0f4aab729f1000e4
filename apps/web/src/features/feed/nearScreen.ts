import { type RefObject, useEffect, useEffectEvent, useState } from 'react';

/** Two screens or so above and below: far enough that nobody scrolls into what is not there yet. */
const margin = '1500px 0px';

type Listener = (near: boolean) => void;
const listeners = new Map<Element, Listener>();
let observer: IntersectionObserver | undefined;

const watch = (element: Element, listener: Listener): (() => void) => {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting);
    },
    { rootMargin: margin },
  );
  listeners.set(element, listener);
  observer.observe(element);
  return () => {
    listeners.delete(element);
    observer?.unobserve(element);
  };
};

/**
 * How high each item was when it was last drawn, so that its place is kept while it is not, also for whoever comes back to the list. The
 * heights hold for one width.
 */
const heights = new Map<string, number>();
let heightsWidth = 0;

const remember = (id: string, element: HTMLElement): void => {
  const width = element.offsetWidth;
  if (width !== heightsWidth) heights.clear();
  heightsWidth = width;
  heights.set(id, element.offsetHeight);
};

const knownHeight = (id: string): number | undefined => heights.get(id);

/**
 * Whether an item of a long list is near the screen, and the height to keep free for it while it is not. What has never been drawn is
 * drawn; what holds the focus, or a dialog that does, stays.
 */
export const useNearScreen = (
  id: string,
  place: RefObject<HTMLElement | null>,
): { readonly near: boolean; readonly height: number | undefined } => {
  const [near, setNear] = useState(() => knownHeight(id) === undefined);

  const onChange = useEffectEvent((isNear: boolean) => {
    // Said again whatever is on screen: both answers may come before the first one is drawn.
    if (isNear) return setNear(true);
    const element = place.current;
    if (element === null || !near) return;
    if (element.contains(document.activeElement) && document.activeElement !== element) return;
    remember(id, element);
    setNear(false);
  });

  useEffect(() => {
    const element = place.current;
    return element === null ? undefined : watch(element, (isNear) => onChange(isNear));
  }, [place]);

  return { near, height: near ? undefined : knownHeight(id) };
};
