import { useShortcuts } from '../shell/useShortcuts.ts';

const itemSelector = '[data-feed-item]';

const move = (step: 1 | -1): void => {
  const items = [...document.querySelectorAll<HTMLElement>(itemSelector)];
  const current = document.activeElement?.closest<HTMLElement>(itemSelector);
  const from = current ? items.indexOf(current) : step > 0 ? -1 : 0;
  const next = items[Math.min(items.length - 1, Math.max(0, from + step))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'start', behavior: 'smooth' });
};

const open = (): void => {
  const item = document.activeElement;
  if (item?.matches(itemSelector)) item.querySelector<HTMLElement>('a[href^="/market/"]')?.click();
};

const keys = { j: () => move(1), k: () => move(-1) };

/** j and k walk through the posts, Enter opens the market of the one in focus. */
export const useFeedKeys = (): { readonly openFocused: (key: string) => void } => {
  useShortcuts(keys);
  return { openFocused: (key) => key === 'Enter' && open() };
};
