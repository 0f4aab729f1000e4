import { describe, expect, it } from 'vitest';
import { joinReadings } from './shareReads.ts';

/** Readings that end when they are told to. */
const readingsByHand = () => {
  const begun: { readonly end: (answer: string) => void; readonly fail: (error: Error) => void }[] = [];
  const read = (): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    begun.push({ end: resolve, fail: reject });
    return promise;
  };
  return { begun, read };
};

describe('joinReadings', () => {
  it('answers whoever asks during a reading by one that began afterwards, all together', async () => {
    const join = joinReadings<string>();
    const { begun, read } = readingsByHand();
    const first = join('page', read);
    const later = [join('page', read), join('page', read)];
    expect(begun).toHaveLength(1);
    begun[0]!.end('before');
    expect(await first).toBe('before');
    await expect.poll(() => begun).toHaveLength(2);
    const last = join('page', read);
    begun[1]!.end('after');
    expect(await Promise.all(later)).toEqual(['after', 'after']);
    await expect.poll(() => begun).toHaveLength(3);
    begun[2]!.end('last');
    expect(await last).toBe('last');
  });

  it('reads anew once nobody is reading, and each key by itself', async () => {
    const join = joinReadings<string>();
    const { begun, read } = readingsByHand();
    const one = join('one', read);
    const other = join('other', read);
    expect(begun).toHaveLength(2);
    begun[0]!.end('1');
    begun[1]!.end('2');
    expect(await Promise.all([one, other])).toEqual(['1', '2']);
    const again = join('one', read);
    expect(begun).toHaveLength(3);
    begun[2]!.end('3');
    expect(await again).toBe('3');
  });

  it('lets a reading fail for those who asked for it alone', async () => {
    const join = joinReadings<string>();
    const { begun, read } = readingsByHand();
    const first = join('page', read);
    const second = join('page', read);
    begun[0]!.fail(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await expect.poll(() => begun).toHaveLength(2);
    begun[1]!.end('back');
    expect(await second).toBe('back');
  });
});
