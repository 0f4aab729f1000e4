import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/TextField.tsx';

interface CopyFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  /** What the button says beside its picture: `Copy link`. */
  readonly copyLabel: string;
  readonly autoFocus?: boolean;
}

const saidFor = 2_000;

/** False where the browser keeps the clipboard to itself: without https, or when it was refused. */
const copy = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};

/** A text to take along. Where the browser refuses the clipboard the text is selected, ready for the keys. */
export const CopyField = ({ label, hint, value, copyLabel, autoFocus = false }: CopyFieldProps) => {
  const place = useRef<HTMLDivElement>(null);
  const [outcome, setOutcome] = useState<'COPIED' | 'SELECTED'>();
  useEffect(() => {
    if (outcome !== 'COPIED') return;
    const timer = setTimeout(() => setOutcome(undefined), saidFor);
    return () => clearTimeout(timer);
  }, [outcome]);

  const take = async (): Promise<void> => {
    if (await copy(value)) return setOutcome('COPIED');
    place.current?.querySelector('input')?.select();
    setOutcome('SELECTED');
  };

  return (
    <div ref={place} className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
      <TextField
        label={label}
        readOnly
        value={value}
        dir="ltr"
        className="font-mono text-sm"
        onFocus={(event) => event.target.select()}
      />
      <Button
        variant="secondary"
        className="w-34 px-3 whitespace-nowrap"
        data-autofocus={autoFocus || undefined}
        onClick={() => void take()}
      >
        {outcome === 'COPIED' ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
        <span aria-live="polite">{outcome === 'COPIED' ? 'Copied' : copyLabel}</span>
      </Button>
      <p role="status" className="col-span-2 text-xs text-muted">
        {outcome === 'SELECTED' ? 'Selected: press Ctrl+C or ⌘C to copy.' : hint}
      </p>
    </div>
  );
};
