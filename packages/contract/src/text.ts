import { z } from 'zod';
import { hidesSomething, mixesScripts, pilesMarks, showsSomething } from './characters.ts';

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

interface TextRules {
  readonly min: number;
  readonly max: number;
  /** Of several lines: breaks and tabs are fine. What people say at length may mix scripts within a word. */
  readonly lines: boolean;
}

/** Trimmed, and composed, so that what looks the same is the same. */
const text = ({ min, max, lines }: TextRules) =>
  z
    .string()
    .max(max * 4, `Must be at most ${max} characters.`)
    .trim()
    .normalize('NFC')
    .refine(
      (value) => characterCount(value) >= min && (min === 0 || showsSomething(value)),
      min <= 1 ? 'Must not be empty.' : `Must be at least ${min} characters.`,
    )
    .refine((value) => characterCount(value) <= max, `Must be at most ${max} characters.`)
    .refine((value) => value.isWellFormed(), 'Must be well-formed Unicode.')
    .refine(
      (value) => !hidesSomething(value, lines),
      'Must not contain invisible characters or marks that change the reading direction.',
    )
    .refine((value) => !pilesMarks(value), 'Has too many marks on one letter.')
    .refine(
      (value) => lines || !mixesScripts(value),
      'Mixes letters of two alphabets in one word, which makes it look like another. Write it in one.',
    );

const line = (min: number, max: number) => text({ min, max, lines: false });
const lines = (min: number, max: number) => text({ min, max, lines: true });

/** Why a moderator took something away; whoever it concerns reads it. */
export const DeedReason = lines(1, 500);

export const Question = line(1, QUESTION_MAX).meta({
  id: 'Question',
  description: `Plain text, 1 to ${QUESTION_MAX} characters.`,
});
export const OutcomeLabel = line(1, LABEL_MAX).meta({ id: 'OutcomeLabel' });
export const Description = lines(0, DESCRIPTION_MAX).meta({
  id: 'Description',
  description: 'Markdown; shown sanitised.',
});
export const PostBody = lines(1, POST_MAX).meta({ id: 'PostBody' });
export const ResolutionNote = lines(1, NOTE_MAX).meta({ id: 'ResolutionNote' });
export const CommentBody = lines(1, COMMENT_MAX).meta({
  id: 'CommentBody',
  description: 'Markdown; shown sanitised. @handle names a person.',
});
/** A word for oneself or for other admins, of one line. */
export const ShortNote = line(0, 200);
/** Why somebody closed a market before its time; everybody reads it. */
export const CloseReason = lines(1, CLOSE_REASON_MAX).meta({ id: 'CloseReason' });
/** Why somebody switched or stopped something. */
export const SwitchReason = lines(1, 500);
export const ReportNote = lines(1, REPORT_NOTE_MAX);
export const DisplayName = line(1, 60).meta({ id: 'DisplayName' });
export const ApiKeyName = line(1, 60);
export const PasskeyName = line(1, 60);

export const Handle = z
  .string()
  .regex(/^[a-z0-9_]{3,24}$/, 'Must be 3 to 24 small letters, digits or underscores.')
  .meta({ id: 'Handle' });
