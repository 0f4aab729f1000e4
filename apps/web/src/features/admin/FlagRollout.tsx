import type { Flag, SetFlagBody, UserSummary } from '@mesh-markets/contract';
import { X } from 'lucide-react';
import { useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Slider } from '../../ui/Slider.tsx';
import { showToast } from '../../ui/toast.ts';
import { PersonPicker } from '../people/PersonPicker.tsx';
import { useSetFlag } from './FlagDialog.tsx';

const shareWords = (percentage: number): string => {
  if (percentage === 100) return 'Everybody, visitors too.';
  if (percentage === 0) return 'Only those on the list.';
  return `${percentage}\u202f% of the people with an account, always the same ones, and those on the list. Visitors see none.`;
};

const Allowed = ({
  people,
  onRemove,
}: {
  people: readonly UserSummary[];
  onRemove: (handle: string) => void;
}) => (
  <ul aria-label="People on the list" className="flex flex-wrap gap-2">
    {people.map(({ handle }) => (
      <li key={handle} className="flex items-center rounded-md border border-line ps-3 text-sm">
        @{handle}
        <IconButton icon={X} label={`Take @${handle} off the list`} onClick={() => onRemove(handle)} />
      </li>
    ))}
  </ul>
);

interface ShareProps {
  readonly flag: Flag;
  readonly pending: boolean;
  readonly onSave: (change: SetFlagBody, message: string) => void;
}

const Share = ({ flag, pending, onSave }: ShareProps) => {
  const [percentage, setPercentage] = useState(flag.percentage);
  const changed = percentage !== flag.percentage;
  return (
    <div className="grid gap-2">
      <p className="flex items-baseline justify-between text-sm font-medium">
        Open to{' '}
        <span className="figures">
          {percentage}
          {'\u202f'}%
        </span>
      </p>
      <Slider
        label="Percentage of people markets are open to"
        min={0}
        max={100}
        value={percentage}
        valueText={`${percentage} percent`}
        onValueChange={setPercentage}
      />
      <p className="text-xs text-muted">{shareWords(percentage)}</p>
      <div className="flex gap-2">
        <Button
          size="small"
          pending={pending}
          pendingLabel="Saving…"
          disabledReason={changed ? undefined : 'Move the slider first.'}
          onClick={() => onSave({ percentage }, `Markets are open to ${percentage} percent.`)}
        >
          Save the share
        </Button>
        {changed && (
          <Button size="small" variant="secondary" onClick={() => setPercentage(flag.percentage)}>
            Undo
          </Button>
        )}
      </div>
    </div>
  );
};

/** To whom markets are open while they are on. */
export const FlagRollout = ({ flag }: { readonly flag: Flag }) => {
  const set = useSetFlag();
  const handles = flag.allowed.map(({ handle }) => handle);
  const change = (body: SetFlagBody, message: string): void =>
    set.mutate({ params: { name: flag.name }, body }, { onSuccess: () => showToast({ message }) });
  return (
    <div className="mt-2 grid gap-4 rounded-md bg-sunken p-4">
      <Share flag={flag} pending={set.isPending} onSave={change} />
      {flag.allowed.length > 0 && (
        <Allowed
          people={flag.allowed}
          onRemove={(gone) =>
            change({ allowed: handles.filter((handle) => handle !== gone) }, `@${gone} is off the list.`)
          }
        />
      )}
      <PersonPicker
        key={handles.join()}
        label="Let somebody in"
        hint="Type a handle. They are in whatever the share is."
        person={null}
        onPick={(person) =>
          person &&
          change({ allowed: [...new Set([...handles, person.handle])] }, `@${person.handle} is on the list.`)
        }
      />
      <FormError message={set.error === null ? undefined : errorSentence(set.error)} />
    </div>
  );
};
