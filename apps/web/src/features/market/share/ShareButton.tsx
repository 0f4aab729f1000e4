import type { Market } from '@mesh-markets/contract';
import { Share2 } from 'lucide-react';
import { useState } from 'react';
import { paths } from '../../../lib/paths.ts';
import { useMediaQuery } from '../../../lib/useMediaQuery.ts';
import { Button } from '../../../ui/Button.tsx';
import { ShareDialog } from './ShareDialog.tsx';

/** True when somebody has shared, or has looked at the sheet and let it be; false where there is no such sheet. */
const shareByPhone = async (market: Market): Promise<boolean> => {
  if (navigator.share === undefined) return false;
  try {
    await navigator.share({ title: market.question, url: window.location.origin + paths.market(market.id) });
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError';
  }
};

/** On a phone its own sheet of people and apps; elsewhere ours, with the link and the code for a website. */
export const ShareButton = ({ market }: { readonly market: Market }) => {
  const [open, setOpen] = useState(false);
  const phone = useMediaQuery('(pointer: coarse)');
  const share = async (): Promise<void> => {
    if (!(phone && (await shareByPhone(market)))) setOpen(true);
  };
  return (
    <>
      <Button variant="secondary" size="small" onClick={() => void share()}>
        <Share2 aria-hidden size={16} />
        {/* The author's name has more use for the room on a phone. */}
        <span className="max-sm:sr-only">Share</span>
      </Button>
      <ShareDialog market={market} open={open} onClose={() => setOpen(false)} />
    </>
  );
};
