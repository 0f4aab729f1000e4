import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { securityQuery } from '../../../api/securityQueries.ts';
import { paths } from '../../../lib/paths.ts';
import { buttonClass } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Notice } from '../../../ui/Notice.tsx';

const toSecurity = (look: string) => (
  <Link to={paths.settings()} hash="security" className={look}>
    Settings, Security
  </Link>
);

/** Those with a role are asked for more than a password, or reminded that they could give it. */
export const StaffGate = ({ children }: { readonly children: ReactNode }) => {
  const { data } = useQuery(securityQuery());
  if (data?.strong === false && data.required) {
    const has = data.codes.on || data.passkeys.length > 0;
    return (
      <EmptyState
        icon={ShieldCheck}
        title="This needs more than a password"
        action={has ? undefined : toSecurity(buttonClass())}
      >
        {has
          ? 'Sign out, and in again with your passkey.'
          : 'Turn on codes or add a passkey, and these pages open.'}
      </EmptyState>
    );
  }
  const weak = data !== undefined && !data.codes.on && data.passkeys.length === 0;
  return (
    <>
      {weak && (
        <Notice>
          Your account can do a lot here, and only a password protects it. Turn on codes or add a passkey
          under {toSecurity('text-accent underline')}.
        </Notice>
      )}
      {children}
    </>
  );
};
