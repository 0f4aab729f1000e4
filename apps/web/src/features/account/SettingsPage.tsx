import type { ReactNode } from 'react';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Button } from '../../ui/Button.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { NotificationSettingsSection } from '../notifications/NotificationSettingsSection.tsx';
import { ThemeControl } from '../shell/ThemeControl.tsx';
import { ApiKeys } from './ApiKeys.tsx';
import { EmailForm } from './EmailForm.tsx';
import { PasswordSection } from './PasswordSection.tsx';
import { ProfileForm } from './ProfileForm.tsx';
import { SessionList } from './SessionList.tsx';
import { SecuritySection } from './security/SecuritySection.tsx';
import { useMe } from './useSession.ts';
import { useSignOut } from './useSignOut.ts';

interface SectionProps {
  readonly title: string;
  /** For links from elsewhere. */
  readonly id?: string;
  readonly children: ReactNode;
}

const Section = ({ title, id, children }: SectionProps) => (
  <section id={id} className="grid scroll-mt-16 gap-4 border-t border-line py-6">
    <h2 className="text-lg font-semibold">{title}</h2>
    {children}
  </section>
);

export const SettingsPage = () => {
  useDocumentTitle('Settings');
  const me = useMe();
  const signOut = useSignOut();
  return (
    <>
      <PageHeader title="Settings" />
      <Section title="Profile">{me ? <ProfileForm me={me} /> : <Skeleton className="h-56" />}</Section>
      <Section title="Theme">
        <div className="max-w-sm">
          <ThemeControl />
        </div>
      </Section>
      <Section title="Notifications" id="notifications">
        <NotificationSettingsSection />
      </Section>
      <Section title="E-mail address" id="email">
        {me ? <EmailForm me={me} /> : <Skeleton className="h-40" />}
      </Section>
      <Section title="Password">{me ? <PasswordSection me={me} /> : <Skeleton className="h-56" />}</Section>
      <Section title="Security" id="security">
        <SecuritySection />
      </Section>
      <Section title="API keys">
        <ApiKeys />
      </Section>
      <Section title="Signed in" id="sessions">
        <SessionList />
        <Button variant="secondary" className="w-fit" onClick={signOut}>
          Sign out
        </Button>
      </Section>
    </>
  );
};
