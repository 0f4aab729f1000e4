import { useState } from 'react';

/** What was begun and not sent, by where: closing a tab of the page or a reply does not lose it. A reload does. */
const drafts = new Map<string, string>();

export const useDraft = (key: string, initial: string) => {
  const [text, setText] = useState(drafts.get(key) ?? initial);
  const change = (next: string): void => {
    drafts.set(key, next);
    setText(next);
  };
  const clear = (): void => {
    drafts.delete(key);
    setText(initial);
  };
  return { text, change, clear };
};
