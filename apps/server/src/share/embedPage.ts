import { embedScript, embedStyle } from './embedStyle.ts';
import { Html, html } from './html.ts';
import { linePath, type MarketCard } from './marketCard.ts';
import { percentWords } from './words.ts';

const page = (title: string, content: Html): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Html(embedStyle)}</style>
</head>
<body>
${content}
<script type="module">${new Html(embedScript)}</script>
</body>
</html>
`;

const chance = ({ outcomes: [first], line }: MarketCard): Html => html`<div class="chance">
<p class="figure">${percentWords(first?.probability ?? 0)}<small>${first?.label}</small></p>
<svg viewBox="-2 -2 224 48" preserveAspectRatio="none" aria-hidden="true"><path d="${linePath(line, 220, 44)}" fill="none" stroke-width="2" stroke-linejoin="round" vector-effect="non-scaling-stroke"/></svg>
</div>`;

const row = ({ label, probability }: MarketCard['outcomes'][number]): Html => html`<li>
<p class="row"><span dir="auto">${label}</span><b>${percentWords(probability)}</b></p>
<svg class="bar" aria-hidden="true"><rect class="track" width="100%" height="100%"/><rect class="fill" width="${(probability * 100).toFixed(1)}%" height="100%"/></svg>
</li>`;

const rows = ({ outcomes, others }: MarketCard): Html =>
  html`<ul>${outcomes.map(row)}</ul>${others > 0 && html`<p class="quiet">+${others} more</p>`}`;

/** A market in a frame on somebody else's site: nothing to sign in to, and every link leads to the market in a tab of its own. */
export const embedPage = (card: MarketCard, address: string): Html =>
  page(
    card.question,
    html`<main aria-label="Market">
<h1 dir="auto"><a href="${address}" target="_blank" rel="noopener">${card.question}</a></h1>
<div class="live${card.over ? ' over' : ''}">
${card.binary ? chance(card) : rows(card)}
<p class="quiet"><span>${card.state}</span> · ${card.activity}</p>
</div>
<footer class="quiet"><a href="${address}" target="_blank" rel="noopener">${card.over ? 'See the market' : 'Trade on this'}</a><b>${card.site}</b></footer>
</main>`,
  );

export const noEmbedPage = (site: string): Html =>
  page(
    'No such market',
    html`<main aria-label="Market"><h1>There is no such market.</h1><footer class="quiet"><b>${site}</b></footer></main>`,
  );
