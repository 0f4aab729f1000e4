import type { ReactNode } from 'react';

interface TableDisclosureProps {
  /** What the table tells. */
  readonly label: string;
  readonly children: ReactNode;
}

/** The figures of a chart for whoever would rather read them: a table that is opened, and scrolls when it is long. */
export const TableDisclosure = ({ label, children }: TableDisclosureProps) => (
  <details className="text-sm">
    <summary className="w-fit text-xs text-muted hover:text-text">Show as a table</summary>
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="mt-2 max-h-64 overflow-auto"
    >
      {children}
    </section>
  </details>
);
