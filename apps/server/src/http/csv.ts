import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** A number stays a number to whoever opens the file; nothing is an empty cell. */
export type CsvCell = string | number | null | undefined;

/** A table that is sent as it is read, so that its length costs no memory. */
export interface CsvTable {
  /** What the browser calls the file it keeps. */
  readonly filename: string;
  readonly columns: readonly string[];
  readonly pages: AsyncIterable<readonly (readonly CsvCell[])[]>;
}

/** Spreadsheets take a file without it for one in the character set of their country, and spoil every name in it. */
const BYTE_ORDER_MARK = '\uFEFF';
/** What a spreadsheet would run as a formula, were it typed by somebody. */
const FORMULA = /^[=+\-@\t\r\n]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** RFC 4180, and harmless in a spreadsheet: text that it would run as a formula is led by an apostrophe. */
export const csvCell = (cell: CsvCell): string => {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) || text !== cell ? `"${text.replaceAll('"', '""')}"` : text;
};

const csvLines = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

/** Sends a table, page by page. The first page is read before anything is sent, so a refusal still is one. */
export const sendCsv = async (reply: FastifyReply, table: CsvTable): Promise<FastifyReply> => {
  const pages = table.pages[Symbol.asyncIterator]();
  const first = await pages.next();
  const lines = async function* () {
    yield BYTE_ORDER_MARK + csvLines([table.columns]);
    try {
      for (let page = first; !page.done; page = await pages.next()) yield csvLines(page.value);
    } finally {
      await pages.return?.();
    }
  };
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${table.filename}"`)
    .header('cache-control', 'private, no-cache')
    .send(Readable.from(lines()));
};

/** Every page of a list that comes in pages, for as long as somebody takes them. */
export async function* everyPage<Row>(
  read: (
    cursor: string | undefined,
  ) => Promise<{ readonly rows: readonly Row[]; readonly nextCursor?: string | undefined }>,
): AsyncGenerator<readonly Row[]> {
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    yield page.rows;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
