import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const storageKey = 'theme';
const listeners = new Set<() => void>();

const currentTheme = (): Theme => {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The bar that phones draw around the page takes its colour from whichever of two tags its medium names. */
const paintBar = (theme: Theme): void => {
  for (const scheme of ['light', 'dark'] as const) {
    const asked =
      theme === 'system' ? `(prefers-color-scheme: ${scheme})` : theme === scheme ? 'all' : 'not all';
    document.querySelector(`meta[data-scheme=${scheme}]`)?.setAttribute('media', asked);
  }
};

/** Once, when the app begins. */
export const followTheme = (): void => paintBar(currentTheme());

/** The theme lives on the root element, where public/theme.js puts it before the first paint. */
export const setTheme = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, theme);
  } catch {
    // Storage is refused in some privacy modes; the choice then lasts for this visit.
  }
  paintBar(theme);
  for (const listener of listeners) listener();
};

export const useTheme = (): Theme => useSyncExternalStore(subscribe, currentTheme);
