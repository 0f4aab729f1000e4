import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import satori, { type Font } from 'satori';
import { drawableText, fontSubsets } from './drawableText.ts';
import { linePath, type MarketCard } from './marketCard.ts';
import { percentWords } from './words.ts';

/** What every site that shows previews expects. */
const width = 1200;
const height = 630;
const padding = 64;

/** The light design of the web app; see tokens.css. */
const colors = {
  canvas: '#fcfcfd',
  text: '#191c23',
  muted: '#595c66',
  line: '#e0e2e5',
  edge: '#898c94',
  yes: '#006888',
  accent: '#5447d3',
};

interface Element {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
}

const box = (style: Readonly<Record<string, unknown>>, ...children: (Element | string)[]): Element => ({
  type: 'div',
  props: { style: { display: 'flex', ...style }, children: children.length === 1 ? children[0] : children },
});

const words = (text: string, style: Readonly<Record<string, unknown>>): Element =>
  box({ display: 'block', ...style }, drawableText(text) ?? '');

const sparkline = ({ line, over }: MarketCard): Element => {
  const [wide, high] = [440, 160];
  return {
    type: 'svg',
    props: {
      width: wide,
      height: high,
      viewBox: `-4 -4 ${wide + 8} ${high + 8}`,
      children: {
        type: 'path',
        props: {
          d: linePath(line, wide, high),
          fill: 'none',
          stroke: over ? colors.edge : colors.yes,
          'stroke-width': 6,
          'stroke-linejoin': 'round',
        },
      },
    },
  };
};

const chance = (card: MarketCard): Element => {
  const [first] = card.outcomes;
  return box(
    { justifyContent: 'space-between', alignItems: 'flex-end' },
    box(
      { alignItems: 'baseline', color: card.over ? colors.muted : colors.text },
      box({ fontSize: 144, fontWeight: 600, letterSpacing: -5 }, percentWords(first?.probability ?? 0)),
      words(first?.label ?? '', { fontSize: 36, color: colors.muted, marginLeft: 20 }),
    ),
    sparkline(card),
  );
};

const bar = (card: MarketCard, { label, probability }: MarketCard['outcomes'][number]): Element =>
  box(
    { flexDirection: 'column', gap: 10 },
    box(
      { justifyContent: 'space-between', alignItems: 'flex-end', fontSize: 34 },
      words(label, { width: 860, lineClamp: 1, wordBreak: 'break-all' }),
      box({ fontWeight: 600 }, percentWords(probability)),
    ),
    box(
      { width: width - 2 * padding, height: 10, borderRadius: 5, backgroundColor: colors.line },
      box({
        width: Math.max(4, Math.round((width - 2 * padding) * probability)),
        height: 10,
        borderRadius: 5,
        backgroundColor: card.over ? colors.edge : colors.accent,
      }),
    ),
  );

const bars = (card: MarketCard): Element =>
  box({ flexDirection: 'column', gap: 22 }, ...card.outcomes.map((outcome) => bar(card, outcome)));

const logo = (): Element => ({
  type: 'svg',
  props: {
    width: 44,
    height: 44,
    viewBox: '0 0 32 32',
    children: [
      { type: 'rect', props: { width: 32, height: 32, rx: 8, fill: '#4b3fd1' } },
      {
        type: 'path',
        props: {
          d: 'M6 22h6v-6h6v4h4v-9h4',
          fill: 'none',
          stroke: '#fff',
          'stroke-width': 3,
          'stroke-linecap': 'round',
          'stroke-linejoin': 'round',
        },
      },
    ],
  },
});

const foot = (card: MarketCard): Element =>
  box(
    {
      justifyContent: 'space-between',
      alignItems: 'center',
      borderTop: `2px solid ${colors.line}`,
      paddingTop: 28,
      fontSize: 26,
      color: colors.muted,
    },
    box(
      { alignItems: 'center', gap: 16, fontWeight: 600, color: colors.text },
      logo(),
      words(card.site, { width: 300, lineClamp: 1, wordBreak: 'break-all' }),
    ),
    words(`${card.activity} · ${card.state}`, {
      width: 700,
      textAlign: 'right',
      lineClamp: 1,
      wordBreak: 'break-all',
    }),
  );

const LONG_QUESTION = 80;

const picture = (card: MarketCard): Element => {
  const question = drawableText(card.question);
  return box(
    {
      width,
      height,
      padding,
      boxSizing: 'border-box',
      flexDirection: 'column',
      justifyContent: 'space-between',
      backgroundColor: colors.canvas,
      color: colors.text,
      fontFamily: 'Inter',
    },
    box(
      {
        display: 'block',
        width: width - 2 * padding,
        fontSize: (question?.length ?? 0) > LONG_QUESTION || !card.binary ? 44 : 54,
        fontWeight: 600,
        letterSpacing: -1,
        lineHeight: 1.2,
        lineClamp: card.binary ? 3 : 2,
        wordBreak: 'break-word',
      },
      question ?? card.site,
    ),
    card.binary ? chance(card) : bars(card),
    foot(card),
  );
};

const readFonts = (): Font[] =>
  fontSubsets.flatMap(({ font, subset, weights }) =>
    weights.map((weight) => ({
      name: font === 'inter' && subset === 'latin' ? 'Inter' : `${font} ${subset}`,
      weight,
      style: 'normal',
      data: readFileSync(
        fileURLToPath(
          import.meta.resolve(`@fontsource/${font}/files/${font}-${subset}-${weight}-normal.woff`),
        ),
      ),
    })),
  );

let fonts: Font[] | undefined;

/** A market's card as a PNG. Takes tens of milliseconds of CPU: for a thread of its own. */
export const drawCard = async (card: MarketCard): Promise<Uint8Array> => {
  fonts ??= readFonts();
  const svg = await satori(picture(card) as Parameters<typeof satori>[0], { width, height, fonts });
  return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
};
