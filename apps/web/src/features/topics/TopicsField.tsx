import { MAX_TOPICS, TOPIC_MAX, topicName } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { topicsQuery } from '../../api/discoveryQueries.ts';
import { TextField } from '../../ui/TextField.tsx';

interface TopicsFieldProps {
  readonly topics: readonly string[];
  readonly onChange: (topics: string[]) => void;
  readonly error?: string | undefined;
}

const Chosen = ({ topics, onChange }: Pick<TopicsFieldProps, 'topics' | 'onChange'>) => (
  <ul aria-label="Chosen topics" className="flex flex-wrap gap-1.5">
    {topics.map((topic) => (
      <li key={topic} className="min-w-0">
        <button
          type="button"
          aria-label={`Remove ${topic}`}
          onClick={() => onChange(topics.filter((other) => other !== topic))}
          className="inline-flex h-8 max-w-full items-center gap-1 rounded-full bg-accent-soft ps-3 pe-2 text-sm text-accent hover:bg-sunken hover:text-text"
        >
          <span dir="auto" className="truncate">
            #{topic}
          </span>
          <X aria-hidden size={14} />
        </button>
      </li>
    ))}
  </ul>
);

/** Chosen from the browser's list rather than typed. */
const wasProposed = (event: Event): boolean =>
  !(event instanceof InputEvent) || event.inputType === 'insertReplacementText';

/** What it is about: Enter or a comma takes what is typed; the browser proposes topics that others use. */
export const TopicsField = ({ topics, onChange, error }: TopicsFieldProps) => {
  const listId = useId();
  const [text, setText] = useState('');
  const { data } = useQuery(topicsQuery(topicName(text)));
  const full = topics.length >= MAX_TOPICS;
  const proposals = (data?.topics ?? []).filter(({ name }) => !topics.includes(name));

  const take = (typed: string): void => {
    const names = typed.split(',').map(topicName).filter(Boolean);
    if (names.length > 0) onChange([...new Set([...topics, ...names])].slice(0, MAX_TOPICS));
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Backspace' && text === '') onChange(topics.slice(0, -1));
    if ((event.key !== 'Enter' && event.key !== ',') || text.trim() === '') return;
    event.preventDefault();
    take(text);
  };

  return (
    <div className="grid gap-2">
      <TextField
        label="Topics (optional)"
        hint={full ? `${MAX_TOPICS} are the most.` : 'Press Enter after each. Others find it by them.'}
        error={error}
        before="#"
        list={listId}
        className="[&::-webkit-calendar-picker-indicator]:hidden!"
        autoComplete="off"
        autoCapitalize="none"
        maxLength={TOPIC_MAX * 2}
        placeholder="football"
        readOnly={full}
        value={text}
        onChange={(event) => {
          const typed = event.target.value;
          if (typed.includes(',') || wasProposed(event.nativeEvent)) take(typed);
          else setText(typed);
        }}
        onBlur={() => take(text)}
        onKeyDown={onKeyDown}
      />
      <datalist id={listId}>
        {proposals.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {topics.length > 0 && <Chosen topics={topics} onChange={onChange} />}
    </div>
  );
};
