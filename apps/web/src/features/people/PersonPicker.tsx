import type { UserSummary } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { findUsersQuery } from '../../api/queries.ts';
import { className as join } from '../../lib/className.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextField } from '../../ui/TextField.tsx';

interface PersonPickerProps {
  readonly label: string;
  readonly hint: ReactNode;
  readonly error?: string | undefined;
  readonly person: UserSummary | null;
  readonly onPick: (person: UserSummary | null) => void;
}

const PersonWords = ({ person }: { readonly person: UserSummary }) => (
  <>
    <Avatar name={person.name} handle={person.handle} size="small" />
    <span dir="auto" className="truncate text-sm font-medium">
      {person.name}
    </span>
    <span className="truncate text-sm text-muted">@{person.handle}</span>
  </>
);

const Picked = ({ label, person, onPick }: PersonPickerProps & { readonly person: UserSummary }) => (
  <div className="grid gap-1">
    <p className="text-sm font-medium">{label}</p>
    <div className="flex h-10 items-center gap-2 rounded-md border border-line ps-3">
      <PersonWords person={person} />
      <IconButton
        icon={X}
        label={`Remove @${person.handle}`}
        className="ms-auto"
        onClick={() => onPick(null)}
      />
    </div>
  </div>
);

/** A search field whose list the arrow keys walk while the focus stays in the field. */
const PersonSearch = ({ label, hint, error, onPick }: PersonPickerProps) => {
  const listId = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const typed = query.trim().replace(/^@/, '').toLowerCase();
  const { data } = useQuery(findUsersQuery(typed));
  const people = typed === '' ? [] : (data?.users ?? []);
  const open = people.length > 0;
  const nobody = typed !== '' && data !== undefined && people.length === 0;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return;
    if (event.key === 'ArrowDown') setActive((active + 1) % people.length);
    else if (event.key === 'ArrowUp') setActive((active + people.length - 1) % people.length);
    else if (event.key === 'Enter') onPick(people[active] ?? null);
    else if (event.key === 'Escape') setQuery('');
    else return;
    event.preventDefault();
  };

  return (
    <div className="relative">
      <TextField
        label={label}
        hint={nobody ? 'Nobody here has a name or handle that begins like this.' : hint}
        error={error}
        before="@"
        role="combobox"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open ? `${listId}-${active}` : undefined}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={listId}
        role="listbox"
        aria-label="People"
        className={join(
          'absolute inset-x-0 top-17 z-10 rounded-md bg-raised p-1 shadow-float',
          !open && 'hidden',
        )}
      >
        {people.slice(0, 6).map((person, index) => (
          // The keyboard picks from the field, which keeps the focus.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            key={person.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onClick={() => onPick(person)}
            className="flex h-10 cursor-pointer items-center gap-2 rounded-md px-2 hover:bg-sunken aria-selected:bg-sunken"
          >
            <PersonWords person={person} />
          </div>
        ))}
      </div>
    </div>
  );
};

export const PersonPicker = (props: PersonPickerProps) =>
  props.person === null ? <PersonSearch {...props} /> : <Picked {...props} person={props.person} />;
