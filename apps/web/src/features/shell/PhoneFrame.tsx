import type { Me } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { Plus, Search } from 'lucide-react';
import { paths } from '../../lib/paths.ts';
import { Credits } from '../../ui/Credits.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { NotificationBell } from '../notifications/NotificationBell.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { Logo } from './Logo.tsx';
import { useComposerWords, useDestinations } from './navigation.ts';
import { SignedOutActions } from './SignedOutActions.tsx';

interface PhoneTopProps {
  readonly me: Me | null | undefined;
  readonly onShowHelp: () => void;
}

/** Phones: mark, balance and account along the top. From the medium size on only visitors and narrow rails need it. */
export const PhoneTop = ({ me, onShowHelp }: PhoneTopProps) => (
  <header className="sticky top-0 z-20 flex h-14 items-center justify-between gap-3 border-b border-line bg-canvas px-4 md:hidden">
    {/* The name gives way to what has to be at hand. */}
    <Logo nameClass="max-[28rem]:sr-only" />
    <div className="flex items-center gap-3">
      <Link
        to={paths.search()}
        aria-label="Search"
        className="flex size-10 items-center justify-center rounded-md text-muted hover:text-text data-[status=active]:text-text"
      >
        <Search aria-hidden size={20} strokeWidth={1.75} />
      </Link>
      {me === undefined && <Skeleton className="h-8 w-32" />}
      {me === null && <SignedOutActions />}
      {me && (
        <>
          <NotificationBell
            className="flex size-10 items-center justify-center rounded-md text-muted hover:text-text data-[status=active]:text-text"
            labelClass="sr-only"
          />
          <Link to={paths.wallet()} className="rounded-md text-sm font-semibold">
            <VisuallyHidden>Your balance: </VisuallyHidden>
            <Credits amount={me.balance} />
          </Link>
          <div>
            <AccountMenu me={me} onShowHelp={onShowHelp} nameClass="hidden" placeClass="top-14 right-2" />
          </div>
        </>
      )}
    </div>
  </header>
);

const tabClass =
  'flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-muted ' +
  'data-[status=active]:font-medium data-[status=active]:text-text';

export const PhoneTabs = () => {
  const composer = useComposerWords();
  const tabs = useDestinations().map(({ to, shortLabel, icon: Icon }) => (
    <Link key={to} to={to} activeOptions={{ exact: to === paths.feed() }} className={tabClass}>
      {/* As high as the mark of "Ask", so that the words stand on one line. */}
      <Icon aria-hidden size={20} strokeWidth={1.75} className="my-1" />
      {shortLabel}
    </Link>
  ));
  tabs.splice(
    2,
    0,
    <Link key="ask" to={paths.ask()} className={tabClass}>
      <span className="flex h-7 w-11 items-center justify-center rounded-md bg-accent text-on-accent">
        <Plus aria-hidden size={20} />
      </span>
      {composer.short}
    </Link>,
  );
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {tabs}
    </nav>
  );
};
