import { useEffect } from 'react';

let title = 'Mesh Markets';
let unread = 0;

const write = (): void => {
  document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${title}` : title;
};

/** Names the page in the tab, the history and for screen readers. */
export const useDocumentTitle = (page: string): void => {
  useEffect(() => {
    title = `${page} · Mesh Markets`;
    write();
  }, [page]);
};

/** How much waits to be read stands before the name of every page. */
export const useUnreadInTitle = (count: number): void => {
  useEffect(() => {
    unread = count;
    write();
  }, [count]);
};
