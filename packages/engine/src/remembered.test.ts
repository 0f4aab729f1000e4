import { expect, test } from 'vitest';
import { KNOWN_MS, remember } from './remembered.ts';

/** A query that answers when told. */
const createSource = () => {
  const waiting: PromiseWithResolvers<string>[] = [];
  return {
    read: () => {
      waiting.push(Promise.withResolvers<string>());
      return waiting.at(-1)!.promise;
    },
    waiting,
  };
};

test('is read once for all who ask meanwhile, and again when it is old', async () => {
  let time = 0;
  const source = createSource();
  const remembered = remember(source.read, () => time);
  const asked = [remembered.current(), remembered.current()];
  expect(source.waiting).toHaveLength(1);
  source.waiting[0]!.resolve('on');
  expect(await Promise.all(asked)).toEqual(['on', 'on']);
  time = KNOWN_MS - 1;
  expect(remembered.current()).toBe('on');
  time = KNOWN_MS;
  void remembered.current();
  expect(source.waiting).toHaveLength(2);
});

test('what set out before a change is not kept after it', async () => {
  const source = createSource();
  const remembered = remember(source.read, () => 0);
  const before = remembered.current();
  remembered.forget();
  const after = remembered.current();
  source.waiting[1]!.resolve('off');
  expect(await after).toBe('off');
  source.waiting[0]!.resolve('on');
  expect(await before).toBe('on');
  expect(remembered.current()).toBe('off');
});

test('what was known holds on while it cannot be read', async () => {
  let time = 0;
  const source = createSource();
  const remembered = remember(source.read, () => time);
  const first = remembered.current();
  source.waiting[0]!.reject(new Error('away'));
  await expect(first).rejects.toThrow('away');
  const second = remembered.current();
  source.waiting[1]!.resolve('on');
  await second;
  time = KNOWN_MS;
  const third = remembered.current();
  source.waiting[2]!.reject(new Error('away'));
  expect(await third).toBe('on');
});
