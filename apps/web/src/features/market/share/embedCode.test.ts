import type { MarketId } from '@mesh-markets/contract';
import { expect, it } from 'vitest';
import { embedCode } from './embedCode.ts';

const id = '12' as MarketId;

it('is a frame of the market', () => {
  expect(embedCode({ id, question: 'Rain?', type: 'BINARY' }, 'https://markets.example.org')).toBe(
    '<iframe src="https://markets.example.org/embed/market/12" title="Rain?" width="560" height="240" loading="lazy" style="border:0;max-width:100%"></iframe>',
  );
});

it('keeps a question a question', () => {
  const question = '"><script>alert(1)</script>&amp;';
  expect(embedCode({ id, question, type: 'MULTIPLE' }, 'https://x.example')).toContain(
    'title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" width="560" height="310"',
  );
});
