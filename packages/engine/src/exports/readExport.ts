import { createHash } from 'node:crypto';
import {
  ExportFooter,
  ExportHeader,
  type ExportLine,
  type ExportLineType,
  exportLines,
} from '@mesh-markets/contract';
import type { z } from 'zod';

/** The file is not a whole and unchanged export that this release can read, or the database is not empty; nothing was written. */
export class ImportRefusedError extends Error {
  override readonly name = 'ImportRefusedError';
}

/** What is read from a file: chunks of text or bytes, cut anywhere. */
export type Chunks = AsyncIterable<string | Uint8Array>;

async function* splitLines(chunks: Chunks): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of chunks) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}

const issueOf = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return `${issue!.path.join('.') || 'it'}: ${issue!.message}`;
};

const parseLine = (text: string, number: number): { readonly type?: unknown } => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below, as for any other line that is not an object.
  }
  throw new ImportRefusedError(`Line ${number} is damaged: it is not a JSON object.`);
};

const readHeader = (value: { readonly type?: unknown; readonly format?: unknown }): ExportHeader => {
  const header = ExportHeader.safeParse(value);
  if (header.success) return header.data;
  if (value.type === 'header' && typeof value.format === 'number') {
    const known = ExportHeader.shape.format.value;
    if (value.format !== known) {
      throw new ImportRefusedError(
        `The file has format ${value.format}, and this release reads format ${known}.`,
      );
    }
  }
  throw new ImportRefusedError('The file does not begin with the header of an export.');
};

export interface ExportReading {
  /** Every line between header and footer, checked against its schema. */
  readonly lines: AsyncGenerator<ExportLine>;
  readonly header: () => ExportHeader;
  /** Once the lines have ended: what the file says about itself, which has been compared with what was read. */
  readonly footer: () => ExportFooter;
}

/** Reads an export line by line. @throws ImportRefusedError for a file that is damaged, cut off or of another format */
export const readExport = (chunks: Chunks): ExportReading => {
  let header: ExportHeader | undefined;
  let footer: ExportFooter | undefined;
  const counts: Record<string, number> = {};

  const close = (value: unknown, digest: string): ExportFooter => {
    const read = ExportFooter.safeParse(value);
    if (!read.success) throw new ImportRefusedError(`The last line is damaged: ${issueOf(read.error)}`);
    if (read.data.sha256 !== digest) {
      throw new ImportRefusedError('The file has changed since it was written: its checksum does not fit.');
    }
    for (const type of new Set([...Object.keys(counts), ...Object.keys(read.data.counts)])) {
      if (counts[type] !== read.data.counts[type]) {
        throw new ImportRefusedError(`The file does not hold as many lines of type ${type} as it says.`);
      }
    }
    return read.data;
  };

  const lines = async function* (): AsyncGenerator<ExportLine> {
    const digest = createHash('sha256');
    let number = 0;
    for await (const text of splitLines(chunks)) {
      number += 1;
      if (footer) throw new ImportRefusedError(`Line ${number} comes after the end of the export.`);
      const value = parseLine(text, number);
      if (!header) {
        header = readHeader(value);
      } else if (value.type === 'footer') {
        footer = close(value, digest.digest('hex'));
        continue;
      } else {
        const type = String(value.type);
        if (!Object.hasOwn(exportLines, type)) {
          throw new ImportRefusedError(`Line ${number} is of a type that is not known: ${type}.`);
        }
        const line = exportLines[type as ExportLineType].safeParse(value);
        if (!line.success) throw new ImportRefusedError(`Line ${number} is damaged: ${issueOf(line.error)}`);
        counts[type] = (counts[type] ?? 0) + 1;
        yield line.data;
      }
      digest.update(`${text}\n`);
    }
    if (!footer) throw new ImportRefusedError('The file is cut off: it has no footer.');
  };

  return { lines: lines(), header: () => header!, footer: () => footer! };
};
