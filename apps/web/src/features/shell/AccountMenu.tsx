import type { Me } from '@mesh-markets/contract';
import { useNavigate } from '@tanstack/react-router';
import {
  ChevronsUpDown,
  CircleUser,
  Keyboard,
  LogOut,
  type LucideIcon,
  Settings,
  Wallet,
} from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { className as join } from '../../lib/className.ts';
import { paths } from '../../lib/paths.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { useSignOut } from '../account/useSignOut.ts';
import { ThemeControl } from './ThemeControl.tsx';

interface AccountMenuProps {
  readonly me: Me;
  readonly onShowHelp: () => void;
  readonly nameClass: string;
}

const MenuItem = ({
  icon: Icon,
  label,
  onSelect,
}: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onSelect: () => void;
}) => (
  <DropdownMenu.Item
    onSelect={onSelect}
    className="flex h-10 cursor-pointer items-center gap-3 rounded-md px-3 text-sm outline-none data-highlighted:bg-sunken"
  >
    <Icon aria-hidden size={18} strokeWidth={1.75} className="text-muted" />
    {label}
  </DropdownMenu.Item>
);

/** Who is signed in, and what concerns them. Not modal, because a modal menu would inject style elements. */
export const AccountMenu = ({ me, onShowHelp, nameClass }: AccountMenuProps) => {
  const navigate = useNavigate();
  const signOut = useSignOut();
  const go = (to: string) => () => void navigate({ to });
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
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
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          collisionPadding={8}
          sideOffset={4}
          className="z-30 w-60 animate-fade rounded-md bg-raised p-1.5 shadow-float"
        >
          <MenuItem icon={CircleUser} label="Your profile" onSelect={go(paths.profile(me.handle))} />
          <MenuItem icon={Wallet} label="Wallet" onSelect={go(paths.wallet())} />
          <MenuItem icon={Settings} label="Settings" onSelect={go(paths.settings())} />
          <MenuItem icon={Keyboard} label="Keyboard shortcuts" onSelect={onShowHelp} />
          <div className="p-1.5">
            <ThemeControl />
          </div>
          <MenuItem icon={LogOut} label="Sign out" onSelect={signOut} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
};
