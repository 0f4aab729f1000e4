import type { Me } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { LogIn, Plus, Search } from 'lucide-react';
import { className as join } from '../../lib/className.ts';
import { paths } from '../../lib/paths.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { Credits } from '../../ui/Credits.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx';
import { NotificationBell } from '../notifications/NotificationBell.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { Logo } from './Logo.tsx';
import { useComposerWords, useDestinations } from './navigation.ts';
import { SignedOutActions } from './SignedOutActions.tsx';
import { ThemeControl } from './ThemeControl.tsx';

interface LeftRailProps {
  /** undefined until the server has said who is asking. */
  readonly me: Me | null | undefined;
  readonly onShowHelp: () => void;
  /** The right rail shows the balance where there is room for it; the left one does elsewhere. */
  readonly besideRightRail: boolean;
}

const linkClass =
  'flex h-11 items-center gap-3 rounded-md px-3 text-muted transition-colors hover:bg-hover hover:text-text ' +
  'max-xl:justify-center max-xl:px-0 data-[status=active]:font-semibold data-[status=active]:text-text';

const SearchLink = () => (
  <Link to={paths.search()} title="Search (/)" className={linkClass}>
    <Search aria-hidden size={20} strokeWidth={1.75} />
    <span className="max-xl:sr-only">Search</span>
    <kbd aria-hidden className="ms-auto rounded-sm border border-line px-1.5 font-sans text-xs max-xl:hidden">
      /
    </kbd>
  </Link>
);

const VisitorFoot = () => (
  <>
    <div className="grid gap-4 max-xl:hidden">
      <SignedOutActions />
      <ThemeControl />
    </div>
    <Link to={paths.signIn()} title="Sign in" className={join(linkClass, 'xl:hidden')}>
      <LogIn aria-hidden size={20} strokeWidth={1.75} />
      <span className="sr-only">Sign in</span>
    </Link>
  </>
);

/** Icons with their names beside them where there is room; names for screen readers and on hover where not. */
export const LeftRail = ({ me, onShowHelp, besideRightRail }: LeftRailProps) => {
  const destinations = useDestinations();
  const composer = useComposerWords();
  return (
    <header className="sticky top-0 hidden h-dvh w-16 shrink-0 flex-col px-2 py-4 md:flex xl:w-52">
      <div className="mb-5 flex px-1 max-xl:justify-center xl:px-2">
        <Logo nameClass="max-xl:sr-only" />
      </div>
      <nav aria-label="Main">
        <ul className="grid gap-1">
          <li>
            <SearchLink />
          </li>
          {destinations.map(({ to, label, icon: Icon }) => (
            <li key={to}>
              <Link
                to={to}
                activeOptions={{ exact: to === paths.feed() }}
                title={label}
                className={linkClass}
              >
                <Icon aria-hidden size={20} strokeWidth={1.75} />
                <span className="max-xl:sr-only">{label}</span>
              </Link>
            </li>
          ))}
          {me && (
            <li>
              <NotificationBell className={linkClass} labelClass="max-xl:sr-only" />
            </li>
          )}
          <li className="mt-3">
            <Link
              to={paths.ask()}
              title={composer.long}
              className={buttonClass({ wide: true, className: 'max-xl:px-0' })}
            >
              <Plus aria-hidden size={18} />
              <span className="max-xl:sr-only">{composer.long}</span>
            </Link>
          </li>
        </ul>
      </nav>
      <div className="mt-auto">
        {me === undefined && <Skeleton className="h-11" />}
        {me === null && <VisitorFoot />}
        {me && (
          <Link
            to={paths.wallet()}
            className={join(
              'mb-2 flex h-9 items-center justify-center rounded-md text-xs font-semibold hover:bg-hover xl:justify-start xl:px-3 xl:text-base',
              besideRightRail && 'lg:hidden',
            )}
          >
            <VisuallyHidden>Your balance: </VisuallyHidden>
            <Credits amount={me.balance} />
          </Link>
        )}
        {me && (
          <AccountMenu
            me={me}
            onShowHelp={onShowHelp}
            nameClass="max-xl:hidden"
            placeClass="bottom-20 left-[max(0.5rem,calc((100vw-77.5rem)/2+0.5rem))]"
          />
        )}
      </div>
    </header>
  );
};
