import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { tabClass } from './tabClass.ts';

interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly content: ReactNode;
}

interface TabsProps<Value extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Value>[];
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
}

/** Where a key leads from one of `count` tabs; round at the ends. */
const stepFor = (key: string, from: number, count: number): number | undefined => {
  if (key === 'ArrowRight') return (from + 1) % count;
  if (key === 'ArrowLeft') return (from + count - 1) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
};

/** One stop for the Tab key; the arrows walk between the tabs and choose as they go. */
export const Tabs = <Value extends string>({ label, tabs, value, onValueChange }: TabsProps<Value>) => {
  const id = useId();
  const current = tabs.find((tab) => tab.value === value);

  const onKeyDown = (event: KeyboardEvent): void => {
    const from = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[stepFor(event.key, from, tabs.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    onValueChange(next.value);
    document.getElementById(`${id}-${next.value}`)?.focus();
  };

  return (
    <>
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        className="flex gap-5 overflow-x-auto overflow-y-hidden border-b border-line"
      >
        {tabs.map((tab) => (
          <button
            key={tab.value}
            id={`${id}-${tab.value}`}
            type="button"
            role="tab"
            aria-selected={tab.value === value}
            aria-controls={`${id}-panel`}
            tabIndex={tab.value === value ? 0 : -1}
            onClick={() => onValueChange(tab.value)}
            className={tabClass}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${value}`} className="pt-4">
        {current?.content}
      </div>
    </>
  );
};
