import { Copy } from 'lucide-react';
import { Button } from './Button.tsx';
import { showToast } from './toast.ts';

interface CopyButtonProps {
  readonly text: string;
  /** What to do where the browser keeps the clipboard to itself. */
  readonly otherwise: string;
}

export const CopyButton = ({ text, otherwise }: CopyButtonProps) => {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      showToast({ message: 'Copied.' });
    } catch {
      showToast({ message: `The browser did not allow copying. ${otherwise}`, tone: 'danger' });
    }
  };
  return (
    <Button variant="secondary" onClick={() => void copy()}>
      <Copy aria-hidden size={16} />
      Copy
    </Button>
  );
};
