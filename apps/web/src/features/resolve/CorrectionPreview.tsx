import type { AnswerOf } from '@mesh-markets/contract';
import { useState } from 'react';
import { formatCounted, formatCredits, formatSignedCredits } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { PeopleTable } from './PeopleTable.tsx';

type Preview = AnswerOf<'previewCorrection'>;

const SHOWN = 8;

const restSentence = ({ people, paidCredits, takenCredits, missingCredits }: Preview['rest']): string => {
  const missing = missingCredits > 0 ? `; ${formatCredits(missingCredits)} of theirs is missing` : '';
  return `And ${formatCounted(people, 'more wallet')}, which together get ${formatCredits(paidCredits)} and give back ${formatCredits(takenCredits)}${missing}.`;
};

const Changes = ({ changes, rest }: Pick<Preview, 'changes' | 'rest'>) => {
  const [all, setAll] = useState(false);
  const shown = all ? changes : changes.slice(0, SHOWN);
  const hidden = changes.length - shown.length;
  return (
    <div className="grid gap-2">
      <PeopleTable
        caption="The largest changes"
        heads={['Change', 'Missing']}
        rows={shown.map(({ user, credits, missing }) => ({
          user,
          figures: [formatSignedCredits(credits), missing === 0 ? '–' : formatCredits(missing)],
        }))}
      />
      {hidden > 0 && (
        <Button variant="ghost" size="small" className="justify-self-start" onClick={() => setAll(true)}>
          Show {formatCounted(hidden, 'more wallet')}
        </Button>
      )}
      {rest.people > 0 && <p className="text-xs text-muted">{restSentence(rest)}</p>}
    </div>
  );
};

/** Who gets and gives back what, before it is done. */
export const CorrectionPreview = ({ preview }: { readonly preview: Preview }) => {
  const { paidCredits, takenCredits, missingCredits, issuedCredits, peopleChanged, changes, rest } = preview;
  return (
    <section aria-label="Who gets and gives back what" className="grid gap-3">
      <p className="text-sm">
        Takes back <strong className="figures">{formatCredits(takenCredits)}</strong> and pays{' '}
        <strong className="figures">{formatCredits(paidCredits)}</strong>;{' '}
        {formatCounted(peopleChanged, 'wallet')} change.
      </p>
      {missingCredits > 0 && (
        <p className="rounded-md bg-notice-soft p-3 text-sm text-notice">
          {formatCredits(missingCredits)} cannot be taken back, because the wallets hold less. The house pays
          it
          {issuedCredits > 0 && `, with ${formatCredits(issuedCredits)} issued for it`}.
        </p>
      )}
      {changes.length > 0 && <Changes changes={changes} rest={rest} />}
    </section>
  );
};
