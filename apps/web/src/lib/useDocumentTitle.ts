import { useEffect } from 'react';

/** Names the page in the tab, the history and for screen readers. */
export const useDocumentTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · Mesh Markets`;
  }, [title]);
};
