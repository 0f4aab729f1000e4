import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Topic, topicName } from './topics.ts';

describe('topics', () => {
  test.each([
    ['#Formula  One', 'formula-one'],
    ['formula_one', 'formula-one'],
    ['--Tea--', 'tea'],
    ['Ｗｅａｔｈｅｒ', 'weather'],
    ['Übersee', 'übersee'],
    ['天気', '天気'],
    ['हिन्दी', 'हिन्दी'],
  ])('%j is %j', (typed, name) => {
    expect(Topic.parse(typed)).toBe(name);
  });

  test.each(['', '#', 'a/b', 'a.b', '<b>', '🦆', 'x'.repeat(31), '\u202eabc'])('%j is refused', (typed) => {
    expect(Topic.safeParse(typed).success).toBe(false);
  });

  test('a name is its own name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => {
        const topic = Topic.safeParse(typed);
        fc.pre(topic.success);
        expect(topicName(topic.data)).toBe(topic.data);
        expect(Topic.parse(topic.data)).toBe(topic.data);
      }),
    );
  });
});
