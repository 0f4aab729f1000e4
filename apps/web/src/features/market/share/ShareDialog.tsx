import type { Market } from '@mesh-markets/contract';
import { paths } from '../../../lib/paths.ts';
import { Sheet } from '../../../ui/Dialog.tsx';
import { CopyField } from './CopyField.tsx';
import { embedCode, embedHeight } from './embedCode.ts';

interface ShareDialogProps {
  readonly market: Market;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The market to take elsewhere: as a link that unfolds, or as a live frame. */
export const ShareDialog = ({ market, open, onClose }: ShareDialogProps) => {
  const { origin } = window.location;
  return (
    <Sheet open={open} onClose={onClose} title="Share this market">
      <div className="grid gap-5">
        <CopyField
          label="Link"
          hint="Posted in a chat or a feed it unfolds into a card with the odds."
          value={origin + paths.market(market.id)}
          copyLabel="Copy link"
          autoFocus
        />
        <CopyField
          label="Code for a website"
          hint="Shows the live odds in a frame. Nobody needs an account to see it."
          value={embedCode(market, origin)}
          copyLabel="Copy code"
        />
        <iframe
          src={paths.embed(market.id)}
          title="How the frame looks"
          loading="lazy"
          height={embedHeight(market)}
          className="w-full rounded-md"
        />
      </div>
    </Sheet>
  );
};
