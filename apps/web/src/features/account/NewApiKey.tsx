import { KeyScope, routes } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorSentence, fieldErrors } from '../../api/errors.ts';
import { apiKeysQuery } from '../../api/queries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { type FieldErrors, problemsOf } from '../../lib/formErrors.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Select } from '../../ui/Select.tsx';
import { ShownOnceDialog } from '../../ui/ShownOnceDialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { type ApiKeyDraft, bodyOf, DATE, emptyDraft, ends, scopeHint, scopeNames } from './apiKeyForm.ts';
import { useMe } from './useSession.ts';

interface DraftProps {
  readonly draft: ApiKeyDraft;
  readonly problems: FieldErrors;
  readonly onChange: (change: Partial<ApiKeyDraft>) => void;
}

/** What a program with the key may do. */
const ScopeFields = ({ draft, problems, onChange }: DraftProps) => {
  const me = useMe();
  const toggle = (scope: KeyScope, on: boolean): void =>
    onChange({ scopes: KeyScope.options.filter((one) => (one === scope ? on : draft.scopes.includes(one))) });
  const problem = problems.get('scopes');
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-sm font-medium">What it may do</legend>
      {KeyScope.options.map((scope) => (
        <Checkbox
          key={scope}
          label={scopeNames[scope]}
          hint={scopeHint(scope, me?.role ?? 'user')}
          checked={draft.scopes.includes(scope)}
          onChange={(event) => toggle(scope, event.target.checked)}
        />
      ))}
      {problem !== undefined && (
        <p role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
    </fieldset>
  );
};

const ExpiryFields = ({ draft, problems, onChange }: DraftProps) => (
  <div className="grid gap-4 sm:grid-cols-2">
    <Select
      label="When it ends"
      choices={ends}
      value={draft.ends}
      onChange={(event) => onChange({ ends: event.target.value })}
    />
    {draft.ends === DATE && (
      <TextField
        label="Last day"
        type="date"
        value={draft.date}
        error={problems.get('expiresAt') === undefined ? undefined : 'Choose a day that is still to come.'}
        onChange={(event) => onChange({ date: event.target.value })}
      />
    )}
  </div>
);

export const NewApiKey = () => {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(emptyDraft);
  const [problems, setProblems] = useState<FieldErrors>(new Map());
  const [secret, setSecret] = useState<string>();
  const create = useApiMutation('createApiKey', {
    onSuccess: (made) => {
      setSecret(made.secret);
      setDraft(emptyDraft);
      void queryClient.invalidateQueries({ queryKey: apiKeysQuery().queryKey });
    },
  });
  const change = (changed: Partial<ApiKeyDraft>): void => {
    setDraft((before) => ({ ...before, ...changed }));
    create.reset();
  };
  const make = (event: FormEvent): void => {
    event.preventDefault();
    const body = bodyOf(draft);
    const found = problemsOf(routes.createApiKey.body, body);
    setProblems(found);
    if (found.size === 0) create.mutate({ body });
  };
  const known = create.error === null ? problems : fieldErrors(create.error);
  const fields = { draft, problems: known, onChange: change };

  return (
    <>
      <form noValidate onSubmit={make} className="grid max-w-md gap-4">
        <TextField
          label="Name of a new key"
          placeholder="Weather bot"
          autoComplete="off"
          value={draft.name}
          error={known.get('name')}
          onChange={(event) => change({ name: event.target.value })}
        />
        <ScopeFields {...fields} />
        <ExpiryFields {...fields} />
        <FormError
          message={create.error !== null && known.size === 0 ? errorSentence(create.error) : undefined}
        />
        <Button
          type="submit"
          variant="secondary"
          className="w-fit"
          pending={create.isPending}
          pendingLabel="Making…"
        >
          Make key
        </Button>
      </form>
      <ShownOnceDialog
        secret={secret}
        what="key"
        title="Your new API key"
        onClose={() => setSecret(undefined)}
      >
        Copy it now: it is shown this once. Keep it like a password: whoever has it may do what you chose.
      </ShownOnceDialog>
    </>
  );
};
