import { type ReactNode, useId, useRef } from 'react';
import { className as join } from '../../lib/className.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { useMentions } from './useMentions.ts';

interface MentionTextAreaProps {
  readonly label: string;
  readonly labelHidden?: boolean;
  readonly placeholder: string;
  readonly rows: number;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly onSend: () => void;
  readonly error: string | undefined;
  readonly hint: ReactNode;
  readonly autoFocus?: boolean;
}

const focus = (field: HTMLTextAreaElement): void => {
  field.focus({ preventScroll: false });
  field.setSelectionRange(field.value.length, field.value.length);
};

/** A text area that suggests people after an @. Control and Enter together send. */
export const MentionTextArea = ({ value, onText, onSend, autoFocus, ...rest }: MentionTextAreaProps) => {
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const mentions = useMentions(field, onText);
  const open = mentions.people.length > 0;
  return (
    <div className="relative">
      <TextArea
        {...rest}
        ref={(area) => {
          if (area !== null && field.current === null && autoFocus) focus(area);
          field.current = area;
        }}
        value={value}
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={open ? `${listId}-${mentions.active}` : undefined}
        onChange={(event) => {
          onText(event.target.value);
          mentions.look();
        }}
        onSelect={mentions.look}
        onBlur={mentions.close}
        onKeyDown={(event) => {
          mentions.onKeyDown(event);
          if (!event.defaultPrevented && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSend();
        }}
      />
      <p role="status" className="sr-only">
        {open && `${mentions.people.length} people. Up and down to walk, Enter to name.`}
      </p>
      <div
        id={listId}
        role="listbox"
        aria-label="People"
        className={join(
          'absolute inset-x-0 top-full z-10 mt-1 max-w-80 rounded-md bg-raised p-1 shadow-float',
          !open && 'hidden',
        )}
      >
        {mentions.people.map((person, index) => (
          <div
            key={person.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === mentions.active}
            // The press must not take the focus from the text.
            onPointerDown={(event) => {
              event.preventDefault();
              mentions.pick(person);
            }}
            className="flex h-10 cursor-pointer items-center gap-2 rounded-md px-2 hover:bg-sunken aria-selected:bg-sunken"
          >
            <Avatar name={person.name} handle={person.handle} size="small" />
            <span dir="auto" className="truncate text-sm font-medium">
              {person.name}
            </span>
            <span className="truncate text-sm text-muted">@{person.handle}</span>
          </div>
        ))}
      </div>
    </div>
  );
};
