import type { Security } from '@mesh-markets/contract';
import { useState } from 'react';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CodeDialog } from './CodeDialog.tsx';
import { Panel } from './Panel.tsx';
import { TurnOnCodes } from './TurnOnCodes.tsx';

const left = (count: number): string => {
  if (count === 0) return 'No backup code is left. Make new ones.';
  return count === 1 ? '1 backup code is left.' : `${count} backup codes are left.`;
};

/** Codes of an app: whether they are asked for, and how to change that. */
export const CodesPanel = ({ security }: { readonly security: Security }) => {
  const [doing, setDoing] = useState<'on' | 'off' | 'backup'>();
  const { on, backupCodesLeft } = security.codes;
  const close = (): void => setDoing(undefined);
  return (
    <Panel
      title="Codes from an app"
      aside={<Badge tone={on ? 'accent' : 'neutral'}>{on ? 'On' : 'Off'}</Badge>}
    >
      <p className="text-sm text-muted">
        {on
          ? `After your password you type a code that your phone shows. ${left(backupCodesLeft)}`
          : 'After your password you type a code that an app on your phone shows. Whoever knows only the password stays out.'}
      </p>
      <div className="flex flex-wrap gap-2">
        {!on && (
          <Button variant="secondary" onClick={() => setDoing('on')}>
            Turn on codes
          </Button>
        )}
        {on && (
          <>
            <Button variant="secondary" onClick={() => setDoing('backup')}>
              New backup codes
            </Button>
            <Button variant="danger" onClick={() => setDoing('off')}>
              Turn off codes
            </Button>
          </>
        )}
      </div>
      {doing === 'on' && <TurnOnCodes hasPassword={security.password} onClose={close} />}
      {(doing === 'off' || doing === 'backup') && (
        <CodeDialog deed={doing} hasPassword={security.password} onClose={close} />
      )}
    </Panel>
  );
};
