import type { Transparency } from '@mesh-markets/contract';
import { formatCredits, formatPercent } from '../../lib/format.ts';

interface Place {
  readonly label: string;
  readonly what: string;
  readonly credits: number;
  /** Fill of its part of the bar and of its key; the pattern of shades stays apart in grey. */
  readonly fill: string;
}

const placesOf = ({ wallets, escrows, house }: Transparency): Place[] => [
  { label: 'Wallets', what: 'what people can spend', credits: wallets, fill: 'fill-accent' },
  { label: 'Escrow', what: 'set aside for payouts', credits: escrows, fill: 'fill-yes' },
  { label: 'House', what: 'for opening markets', credits: house, fill: 'fill-edge' },
];

const WIDTH = 1000;

/** One bar as long as all the credits there are, cut into where they lie. */
const Bar = ({ places, issued }: { readonly places: readonly Place[]; readonly issued: number }) => {
  let start = 0;
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} 24`} preserveAspectRatio="none" className="h-6 w-full rounded-sm">
      {places.map(({ label, credits, fill }) => {
        const x = start;
        const width = issued === 0 ? 0 : (credits / issued) * WIDTH;
        start += width;
        return <rect key={label} x={x} y={0} width={Math.max(0, width - 2)} height={24} className={fill} />;
      })}
    </svg>
  );
};

export const WhereCreditsAre = ({ books }: { readonly books: Transparency }) => {
  const places = placesOf(books);
  return (
    <section aria-labelledby="credits-heading" className="grid gap-3">
      <h2 id="credits-heading" className="text-lg font-semibold">
        Where the credits are
      </h2>
      <Bar places={places} issued={books.issued} />
      <table className="w-full text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Credits</th>
            <th scope="col">Share of all</th>
          </tr>
        </thead>
        <tbody>
          {places.map(({ label, what, credits, fill }) => (
            <tr key={label} className="border-t border-line">
              <th scope="row" className="py-2 text-start font-normal">
                <svg aria-hidden viewBox="0 0 12 12" className="me-2 inline-block size-3">
                  <rect width={12} height={12} rx={2} className={fill} />
                </svg>
                <span className="font-medium">{label}</span> <span className="text-muted">{what}</span>
              </th>
              <td className="figures py-2 text-end whitespace-nowrap">{formatCredits(credits)}</td>
              <td className="figures w-20 py-2 text-end text-muted max-sm:hidden">
                {credits === 0 ? '–' : formatPercent(credits / books.issued)}
              </td>
            </tr>
          ))}
          <tr className="border-t border-edge font-semibold">
            <th scope="row" className="py-2 text-start">
              Issued in all
            </th>
            <td className="figures py-2 text-end whitespace-nowrap">{formatCredits(books.issued)}</td>
            <td className="max-sm:hidden" />
          </tr>
        </tbody>
      </table>
    </section>
  );
};
