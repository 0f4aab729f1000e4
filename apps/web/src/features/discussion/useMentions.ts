import type { UserSummary } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { flushSync } from 'react-dom';
import { findUsersQuery } from '../../api/queries.ts';
import { completeMention, mentionBefore } from './commentWords.ts';

const SHOWN = 5;

/** Suggests people while a name is typed in a text area. The focus stays there; the arrow keys walk the list. */
export const useMentions = (field: RefObject<HTMLTextAreaElement | null>, onText: (text: string) => void) => {
  const [typed, setTyped] = useState<string>();
  const [active, setActive] = useState(0);
  const { data } = useQuery(findUsersQuery(typed?.toLowerCase() ?? ''));
  const people: readonly UserSummary[] = typed === undefined ? [] : (data?.users ?? []).slice(0, SHOWN);

  const look = (): void => {
    const { value, selectionStart, selectionEnd } = field.current ?? { value: '' };
    setTyped(selectionStart === selectionEnd ? mentionBefore(value, selectionStart ?? 0) : undefined);
    setActive(0);
  };
  const close = (): void => setTyped(undefined);
  const pick = (person: UserSummary | undefined): void => {
    const area = field.current;
    if (area === null || person === undefined) return;
    const completed = completeMention(area.value, area.selectionStart, person.handle);
    // The caret can only be placed once the text is there.
    flushSync(() => {
      onText(completed.text);
      close();
    });
    area.focus();
    area.setSelectionRange(completed.caret, completed.caret);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (people.length === 0 || event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setActive((active + 1) % people.length);
    else if (event.key === 'ArrowUp') setActive((active + people.length - 1) % people.length);
    else if (event.key === 'Enter' || event.key === 'Tab') pick(people[active]);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return { people, active, look, close, pick, onKeyDown };
};
