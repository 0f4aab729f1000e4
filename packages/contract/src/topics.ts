import { z } from 'zod';
import { hidesSomething, mixesScripts, pilesMarks, showsSomething } from './characters.ts';
import { characterCount } from './text.ts';

export const TOPIC_MAX = 30;
export const MAX_TOPICS = 5;

/** A topic's one name, whatever way it was typed: `#Formula  One` and `formula_one` are `formula-one`. */
export const topicName = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_#-]+/g, '-')
    .replace(/^-|-$/g, '');

const topicWords = /^[\p{L}\p{N}\p{M}]+(-[\p{L}\p{N}\p{M}]+)*$/u;

/** Anything that {@link topicName} makes a name of is accepted, and answered by that name. */
export const Topic = z
  .string()
  // What is far too long is not looked at any further.
  .max(TOPIC_MAX * 4, { error: `Must be at most ${TOPIC_MAX} characters.`, abort: true })
  .overwrite(topicName)
  .refine(
    (name) => topicWords.test(name),
    'Use letters, digits and hyphens for a topic, for example “formula-one”.',
  )
  .refine(
    (name) => !hidesSomething(name, false) && showsSomething(name),
    'Must not contain invisible characters.',
  )
  .refine(
    (name) => !mixesScripts(name) && !pilesMarks(name),
    'Mixes letters of two alphabets in one word, or piles up marks. Write it plainly.',
  )
  .refine((name) => characterCount(name) <= TOPIC_MAX, `Must be at most ${TOPIC_MAX} characters.`)
  .meta({
    id: 'Topic',
    description: `A topic: small letters, digits and hyphens, at most ${TOPIC_MAX} characters.`,
  });

export const Topics = z.array(Topic).max(MAX_TOPICS, `Choose at most ${MAX_TOPICS} topics.`);
