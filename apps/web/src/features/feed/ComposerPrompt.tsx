import type { Me } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { useFeatures } from '../../api/featureQueries.ts';
import { paths } from '../../lib/paths.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { buttonClass } from '../../ui/Button.tsx';

/** Looks like the field it leads to, and keeps the forms out of the first bundle. */
export const ComposerPrompt = ({ me }: { readonly me: Me }) => {
  const { predictionMarkets } = useFeatures();
  return (
    <div className="flex items-center gap-3 pt-4 pb-3 md:pt-6">
      <Avatar name={me.name} handle={me.handle} />
      <Link
        to={paths.ask()}
        className="flex h-11 min-w-0 flex-1 items-center rounded-md bg-sunken px-4 text-muted transition-colors hover:text-text"
      >
        <span className="truncate">
          {predictionMarkets ? 'What will happen next?' : 'What is on your mind?'}
        </span>
      </Link>
      <Link
        to={paths.ask()}
        search={{ kind: 'post' }}
        className={buttonClass({ variant: 'ghost', className: 'max-sm:hidden' })}
      >
        Write a post
      </Link>
    </div>
  );
};
