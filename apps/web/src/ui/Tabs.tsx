import { Tabs as RadixTabs } from 'radix-ui';
import type { ReactNode } from 'react';

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

export const Tabs = <Value extends string>({ label, tabs, value, onValueChange }: TabsProps<Value>) => (
  <RadixTabs.Root value={value} onValueChange={(next) => onValueChange(next as Value)}>
    <RadixTabs.List aria-label={label} className="flex gap-5 overflow-x-auto border-b border-line">
      {tabs.map((tab) => (
        <RadixTabs.Trigger key={tab.value} value={tab.value} className={tabClass}>
          {tab.label}
        </RadixTabs.Trigger>
      ))}
    </RadixTabs.List>
    {tabs.map((tab) => (
      <RadixTabs.Content key={tab.value} value={tab.value} className="pt-4 focus-visible:outline-offset-4">
        {tab.content}
      </RadixTabs.Content>
    ))}
  </RadixTabs.Root>
);

/** The look of a tab, also for links between pages that are tabs to the eye. */
export const tabClass =
  '-mb-px h-11 shrink-0 border-b-2 border-transparent text-sm font-medium text-muted transition-colors hover:text-text ' +
  'data-[state=active]:border-accent data-[state=active]:text-text data-[status=active]:border-accent ' +
  'data-[status=active]:text-text';
