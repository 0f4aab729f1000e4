import type { Me } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import {
  ChartColumn,
  ChevronsUpDown,
  CircleUser,
  Flag,
  Keyboard,
  LogOut,
  type LucideIcon,
  Scale,
  Settings,
  Wallet,
} from 'lucide-react';
import { useId, useRef } from 'react';
import { className as join } from '../../lib/className.ts';
import { paths } from '../../lib/paths.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { useSignOut } from '../account/useSignOut.ts';
import { ThemeControl } from './ThemeControl.tsx';

interface AccountMenuProps {
  readonly me: Me;
  readonly onShowHelp: () => void;
  readonly nameClass: string;
  /** Where on the screen it opens; it belongs to a corner, not to the pointer. */
  readonly placeClass: string;
}

const itemClass = 'flex h-10 w-full items-center gap-3 rounded-md px-3 text-start text-sm hover:bg-sunken';

const Words = ({ icon: Icon, label }: { readonly icon: LucideIcon; readonly label: string }) => (
  <>
    <Icon aria-hidden size={18} strokeWidth={1.75} className="text-muted" />
    {label}
  </>
);

/**
 * Who is signed in, and what concerns them. A list of links and buttons in the browser's own popover, which closes on
 * Escape and on a press elsewhere.
 */
export const AccountMenu = ({ me, onShowHelp, nameClass, placeClass }: AccountMenuProps) => {
  const id = useId();
  const popover = useRef<HTMLElement>(null);
  const signOut = useSignOut();
  const close = (): void => popover.current?.hidePopover();
  const links = [
    { to: paths.profile(me.handle), icon: CircleUser, label: 'Your profile' },
    { to: paths.wallet(), icon: Wallet, label: 'Wallet' },
    { to: paths.transparency(), icon: Scale, label: 'Transparency' },
    { to: paths.settings(), icon: Settings, label: 'Settings' },
    ...(me.role === 'admin' ? [{ to: paths.admin(), icon: ChartColumn, label: 'Dashboard' }] : []),
    ...(me.role === 'user' ? [] : [{ to: paths.reports(), icon: Flag, label: 'Reports' }]),
  ];
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={`${me.name} @${me.handle}: account`}
        className="flex min-h-11 w-full items-center gap-2 rounded-md p-1 text-start hover:bg-hover"
      >
        <Avatar name={me.name} handle={me.handle} />
        <span className={join('min-w-0 flex-1', nameClass)}>
          <span dir="auto" className="block truncate text-sm font-medium">
            {me.name}
          </span>
          <span className="block truncate text-xs text-muted">@{me.handle}</span>
        </span>
        <ChevronsUpDown aria-hidden size={16} className={join('shrink-0 text-muted', nameClass)} />
      </button>
      <nav
        ref={popover}
        id={id}
        popover="auto"
        aria-label="Account"
        className={join(
          'fixed inset-auto m-0 w-60 animate-fade rounded-md bg-raised p-1.5 text-text shadow-float',
          placeClass,
        )}
      >
        {links.map(({ to, icon, label }) => (
          <Link key={to} to={to} onClick={close} className={itemClass}>
            <Words icon={icon} label={label} />
          </Link>
        ))}
        <button
          type="button"
          className={itemClass}
          onClick={() => {
            close();
            onShowHelp();
          }}
        >
          <Words icon={Keyboard} label="Keyboard shortcuts" />
        </button>
        <div className="p-1.5">
          <ThemeControl />
        </div>
        <button type="button" className={itemClass} onClick={signOut}>
          <Words icon={LogOut} label="Sign out" />
        </button>
      </nav>
    </>
  );
};
