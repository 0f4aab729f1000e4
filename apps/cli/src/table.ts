export interface Column {
  readonly title?: string;
  /** Numbers stand at the right of their column. */
  readonly align?: 'right';
}

const widthOf = (text: string): number => [...text].length;

const pad = (text: string, width: number, align: Column['align']): string => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? space + text : text + space;
};

/** Rows in columns as wide as their widest cell, under their titles where they have any. */
export const formatTable = (columns: readonly Column[], rows: readonly (readonly string[])[]): string => {
  const titles = columns.map(({ title }) => title ?? '');
  const lines = titles.some((title) => title !== '') ? [titles, ...rows] : rows;
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => widthOf(line[i] ?? ''))));
  return lines
    .map((line) =>
      columns
        .map(({ align }, i) => pad(line[i] ?? '', widths[i]!, align))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
