import { expect, test } from 'vitest';
import { html } from './html.ts';

test('escapes what is put in, and only that', () => {
  const words = `<b> & "x" 'y'`;
  expect(html`<p title="${words}">${words}</p>`.text).toBe(
    '<p title="&lt;b&gt; &amp; &quot;x&quot; &#39;y&#39;">&lt;b&gt; &amp; &quot;x&quot; &#39;y&#39;</p>',
  );
  expect(html`<ul>${['a', '<b>'].map((item) => html`<li>${item}</li>`)}</ul>`.text).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>',
  );
  expect(html`${false}${undefined}${0}`.text).toBe('0');
});
