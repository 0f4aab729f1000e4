import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { tabClass } from '../../ui/tabClass.ts';
import { StaffGate } from '../account/security/StaffGate.tsx';
import { useMe } from '../account/useSession.ts';

const pages = [
  { to: paths.admin(), label: 'Dashboard' },
  { to: paths.reports(), label: 'Reports', moderators: true },
  { to: paths.disputes(), label: 'Disputes' },
  { to: paths.waiting(), label: 'Waiting', moderators: true },
  { to: paths.people(), label: 'People', moderators: true },
  { to: paths.invitations(), label: 'Invitations' },
  { to: paths.log(), label: 'Log' },
  { to: paths.flags(), label: 'Switches' },
  { to: paths.webhooks(), label: 'Webhooks' },
] as const satisfies readonly { to: string; label: string; moderators?: true }[];

/** On a phone the row is wider than the screen; it begins where the reader is. */
const showCurrent = (row: HTMLElement | null): void =>
  row?.querySelector('[aria-current=page]')?.scrollIntoView({ inline: 'center', block: 'nearest' });

interface AdminFrameProps {
  readonly title: string;
  /** What the page is for, in a sentence. */
  readonly lead: string;
  /** Moderators may read it too. */
  readonly moderators?: boolean;
  readonly children: ReactNode;
}

/** The head of every page for admins, with the way to the others. Who may read them is the server's to say. */
export const AdminFrame = ({ title, lead, moderators = false, children }: AdminFrameProps) => {
  const me = useMe();
  useDocumentTitle(title);
  if (me === undefined) return <Skeleton className="mt-6 h-64" />;
  if (me?.role !== 'admin' && !(moderators && me?.role === 'moderator')) {
    return (
      <>
        <h1 className="sr-only">{title}</h1>
        <EmptyState icon={Lock} title={`This page is for ${moderators ? 'moderators' : 'admins'}`}>
          Whoever runs this site can make somebody {moderators ? 'a moderator' : 'an admin'}.
        </EmptyState>
      </>
    );
  }
  const shown = pages.filter((page) => me.role === 'admin' || 'moderators' in page);
  return (
    <>
      <PageHeader title={title}>{lead}</PageHeader>
      <nav
        ref={showCurrent}
        aria-label="For admins"
        className="mb-4 flex gap-5 overflow-x-auto overflow-y-hidden border-b border-line"
      >
        {shown.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true, includeSearch: false }}
            className={`${tabClass} flex items-center whitespace-nowrap`}
          >
            {label}
          </Link>
        ))}
      </nav>
      <StaffGate>{children}</StaffGate>
    </>
  );
};
