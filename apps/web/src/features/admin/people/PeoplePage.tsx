import { useQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { peopleQuery } from '../../../api/authorityQueries.ts';
import { errorSentence } from '../../../api/errors.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { AdminFrame } from '../AdminFrame.tsx';
import { PersonItem } from './PersonItem.tsx';

const People = ({ query }: { readonly query: string }) => {
  const { data, error, refetch } = useQuery(peopleQuery(query));
  if (data === undefined) {
    return error === null ? (
      <Skeleton className="mt-4 h-64" />
    ) : (
      <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />
    );
  }
  if (data.people.length === 0) {
    return (
      <EmptyState icon={Users} title="Nobody found">
        No handle and no name begins like this.
      </EmptyState>
    );
  }
  return (
    <ol aria-label="People" className="divide-y divide-line">
      {data.people.map((person) => (
        <li key={person.user.id} className="py-5">
          <PersonItem person={person} />
        </li>
      ))}
    </ol>
  );
};

/** Who is here: with a role, with a ban, or new; or whoever is looked for. */
export const PeoplePage = () => {
  const [typed, setTyped] = useState('');
  const query = useDeferredValue(typed.trim());
  return (
    <AdminFrame
      title="People"
      lead="Those with a role or a ban come first, then those who joined last."
      moderators
    >
      <TextField
        type="search"
        label="Find somebody"
        hint="The beginning of a handle or a name."
        autoComplete="off"
        maxLength={60}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <People query={query} />
    </AdminFrame>
  );
};
