import type { Ban, PersonFacts, Role } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { errorSentence } from '../../../api/errors.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { formatCount, formatCredits } from '../../../lib/format.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { Select } from '../../../ui/Select.tsx';
import { useMe } from '../../account/useSession.ts';
import { PersonLink } from '../../market/PersonLink.tsx';
import { PersonLine } from '../../people/PersonLine.tsx';
import { BanDialog } from './BanDialog.tsx';
import { takenWords, untilWords } from './banWords.ts';
import { Signals } from './Signals.tsx';

interface PersonProps {
  readonly person: PersonFacts;
}

const roles = [
  { value: 'user', label: 'No role' },
  { value: 'moderator', label: 'Moderator' },
  { value: 'admin', label: 'Admin' },
];

const useRefresh = () => {
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: ['admin', 'people'] });
};

const BanLine = ({ ban, liftable }: { readonly ban: Ban; readonly liftable: boolean }) => {
  const lift = useApiMutation('liftBan', { onSuccess: useRefresh() });
  return (
    <li className="grid gap-1 rounded-md bg-danger-soft px-3 py-2 text-sm">
      <p className="text-danger">
        Cannot {takenWords[ban.scope]} {untilWords(ban)}.
      </p>
      <p dir="auto" className="whitespace-pre-wrap">
        {ban.reason}
      </p>
      <p className="text-muted">
        By <PersonLink user={ban.by} />, <DateTime at={ban.at} />
      </p>
      <FormError message={lift.error === null ? undefined : errorSentence(lift.error)} />
      {liftable && (
        <Button
          variant="secondary"
          size="small"
          className="w-fit"
          pending={lift.isPending}
          onClick={() => lift.mutate({ params: { id: ban.id } })}
        >
          Lift this ban
        </Button>
      )}
    </li>
  );
};

const RoleSelect = ({ person: { user, role } }: PersonProps) => {
  const give = useApiMutation('setRole', { onSuccess: useRefresh() });
  return (
    <div className="grid gap-1">
      <Select
        label={`Role of ${user.name}`}
        labelHidden
        choices={roles}
        value={role}
        disabled={give.isPending}
        onChange={(event) =>
          give.mutate({ params: { handle: user.handle }, body: { role: event.target.value as Role } })
        }
      />
      <FormError message={give.error === null ? undefined : errorSentence(give.error)} />
    </div>
  );
};

const BotButton = ({ person: { user, bot } }: PersonProps) => {
  const flag = useApiMutation('flagBot', { onSuccess: useRefresh() });
  return (
    <Button
      variant="secondary"
      pending={flag.isPending}
      onClick={() => flag.mutate({ params: { handle: user.handle }, body: { bot: !bot } })}
    >
      {bot ? 'Not a bot' : 'Mark as a bot'}
    </Button>
  );
};

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="figures">{value}</dd>
  </div>
);

/** Somebody, what there is to know of them, and what can be done. */
export const PersonItem = ({ person }: PersonProps) => {
  const me = useMe();
  const [banning, setBanning] = useState(false);
  const { user, role, bot, bans, signals = [] } = person;
  const isAdmin = me?.role === 'admin';
  const other = me?.id !== user.id;
  const mayBan = other && (isAdmin || role === 'user');
  return (
    <article aria-label={user.name} className="grid min-w-0 grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <PersonLine person={user} at={person.joinedAt} />
        {role !== 'user' && <Badge tone="accent">{role === 'admin' ? 'Admin' : 'Moderator'}</Badge>}
        {bot && <Badge>Bot</Badge>}
      </div>
      <dl className="grid grid-cols-3 gap-x-4 gap-y-2 sm:grid-cols-5">
        <Fact name="Markets" value={formatCount(person.markets)} />
        <Fact name="Posts" value={formatCount(person.posts)} />
        <Fact name="Comments" value={formatCount(person.comments)} />
        <Fact name="Traded" value={formatCredits(person.volume)} />
        <Fact name="Reported" value={formatCount(person.reports)} />
      </dl>
      {signals.length > 0 && <Signals signals={signals} />}
      {bans.length > 0 && (
        <ul className="grid gap-2">
          {bans.map((ban) => (
            <BanLine key={ban.id} ban={ban} liftable={mayBan} />
          ))}
        </ul>
      )}
      {other && (
        <div className="flex flex-wrap items-start gap-2">
          {mayBan && (
            <Button variant="secondary" onClick={() => setBanning(true)}>
              Ban
            </Button>
          )}
          {isAdmin && <BotButton person={person} />}
          {isAdmin && <RoleSelect person={person} />}
        </div>
      )}
      {banning && <BanDialog person={person} onClose={() => setBanning(false)} />}
    </article>
  );
};
