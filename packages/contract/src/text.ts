import { z } from 'zod';

export const QUESTION_MAX = 140;
export const LABEL_MAX = 60;
export const DESCRIPTION_MAX = 10_000;
export const POST_MAX = 2_000;
export const NOTE_MAX = 1_000;
export const COMMENT_MAX = 2_000;
export const REPORT_NOTE_MAX = 500;
export const CLOSE_REASON_MAX = 500;

/** Characters as people count them in a limit: Unicode code points, the same as Postgres char_length. */
export const characterCount = (text: string): number => [...text].length;

// Control characters and the marks that reorder or hide text would let a question read differently from what it stores.
const hiddenOrReordering = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u;
// Line breaks and tabs are fine in text of several lines.
const hiddenOrReorderingButLines = /[^\P{Cc}\n\r\t]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u;

const text = (min: number, max: number, forbidden: RegExp) =>
  z
    .string()
    .max(max * 4, `Must be at most ${max} characters.`)
    .trim()
    .refine(
      (value) => characterCount(value) >= min,
      min === 1 ? 'Must not be empty.' : `Must be at least ${min} characters.`,
    )
    .refine((value) => characterCount(value) <= max, `Must be at most ${max} characters.`)
    .refine(
      (value) => !forbidden.test(value),
      'Must not contain control characters or marks that change the reading direction.',
    )
    .refine((value) => value.isWellFormed(), 'Must be well-formed Unicode.');

/** Why a moderator took something away; whoever it concerns reads it. */
export const DeedReason = text(1, 500, hiddenOrReorderingButLines);

export const Question = text(1, QUESTION_MAX, hiddenOrReordering).meta({
  id: 'Question',
  description: `Plain text, 1 to ${QUESTION_MAX} characters.`,
});
export const OutcomeLabel = text(1, LABEL_MAX, hiddenOrReordering).meta({ id: 'OutcomeLabel' });
export const Description = text(0, DESCRIPTION_MAX, hiddenOrReorderingButLines).meta({
  id: 'Description',
  description: 'Markdown; shown sanitised.',
});
export const PostBody = text(1, POST_MAX, hiddenOrReorderingButLines).meta({ id: 'PostBody' });
export const ResolutionNote = text(1, NOTE_MAX, hiddenOrReorderingButLines).meta({ id: 'ResolutionNote' });
export const CommentBody = text(1, COMMENT_MAX, hiddenOrReorderingButLines).meta({
  id: 'CommentBody',
  description: 'Markdown; shown sanitised. @handle names a person.',
});
/** A word for oneself or for other admins, of one line. */
export const ShortNote = text(0, 200, hiddenOrReordering);
/** Why somebody closed a market before its time; everybody reads it. */
export const CloseReason = text(1, CLOSE_REASON_MAX, hiddenOrReorderingButLines).meta({ id: 'CloseReason' });
/** Why somebody switched or stopped something. */
export const SwitchReason = text(1, 500, hiddenOrReorderingButLines);
export const ReportNote = text(1, REPORT_NOTE_MAX, hiddenOrReorderingButLines);
export const DisplayName = text(1, 60, hiddenOrReordering).meta({ id: 'DisplayName' });
export const ApiKeyName = text(1, 60, hiddenOrReordering);
export const PasskeyName = text(1, 60, hiddenOrReordering);

export const Handle = z
  .string()
  .regex(/^[a-z0-9_]{3,24}$/, 'Must be 3 to 24 small letters, digits or underscores.')
  .meta({ id: 'Handle' });
