import type { PostId, UserSummary } from '@mesh-markets/contract';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { useMe } from '../account/useSession.ts';
import { ReportDialog } from './ReportDialog.tsx';

interface ReportPostProps {
  readonly postId: PostId;
  readonly author: UserSummary;
  readonly children: string;
}

/** For what is wrong with a post itself; its author and visitors do not see it. */
export const ReportPost = ({ postId, author, children }: ReportPostProps) => {
  const me = useMe();
  const [open, setOpen] = useState(false);
  if (!me || me.id === author.id) return null;
  return (
    <>
      <Button variant="ghost" size="small" className="mt-4 -ms-3 w-fit" onClick={() => setOpen(true)}>
        {children}
      </Button>
      {open && <ReportDialog thing={{ postId }} title={children} onClose={() => setOpen(false)} />}
    </>
  );
};
