import { ExportFooter, ExportHeader, exportLines } from '@mesh-markets/contract';
import { z } from 'zod';

/** What a line of an export may be, as JSON Schema (2020-12). */
export const exportSchema = (): Record<string, unknown> => ({
  title: 'A line of an export of Mesh Markets',
  ...z.toJSONSchema(
    z.discriminatedUnion('type', [ExportHeader, ...Object.values(exportLines), ExportFooter]),
  ),
});
