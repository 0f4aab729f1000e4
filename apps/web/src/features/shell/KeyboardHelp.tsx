import { Dialog } from '../../ui/Dialog.tsx';
import { useComposerWords } from './navigation.ts';

const shortcutsFor = (compose: string) =>
  [
    ['/', 'Search'],
    ['n', compose],
    ['j', 'Next post'],
    ['k', 'Previous post'],
    ['Enter', 'Open the post'],
    ['?', 'This help'],
    ['Esc', 'Close a dialog'],
  ] as const;

interface KeyboardHelpProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export const KeyboardHelp = ({ open, onClose }: KeyboardHelpProps) => (
  <Dialog open={open} onClose={onClose} title="Keyboard shortcuts">
    <dl className="grid gap-1">
      {shortcutsFor(useComposerWords().long).map(([key, action]) => (
        <div key={key} className="flex items-center justify-between gap-4 py-1">
          <dd className="order-1 text-sm">{action}</dd>
          <dt className="order-2">
            <kbd className="rounded-sm border border-line bg-sunken px-2 py-0.5 font-sans text-xs font-medium">
              {key}
            </kbd>
          </dt>
        </div>
      ))}
    </dl>
  </Dialog>
);
