import type { FieldPath, FieldValues, UseFormSetError } from 'react-hook-form';

/** What zod and the server both say of a value: where, and what is wrong. */
export type FieldErrors = ReadonlyMap<string, string>;

interface Schema {
  safeParse(value: unknown): {
    success: boolean;
    error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } | undefined;
  };
}

/** Checks a request by the contract's own schema before it is sent, in the words the server would use. */
export const problemsOf = (schema: Schema, value: unknown): FieldErrors => {
  const found = new Map<string, string>();
  for (const { path, message } of schema.safeParse(value).error?.issues ?? []) {
    const where = path.join('.');
    if (!found.has(where)) found.set(where, message);
  }
  return found;
};

/** `outcomes.2` belongs to the field of that name, else to `outcomes`, else to none. */
const fieldFor = <Name extends string>(
  path: string,
  fields: Readonly<Record<string, Name>>,
): Name | undefined => {
  const direct = fields[path];
  if (direct !== undefined) return direct;
  const dot = path.lastIndexOf('.');
  return dot < 0 ? undefined : fieldFor(path.slice(0, dot), fields);
};

/**
 * Puts each message beside its field; `fields` says which field of the form shows which path of the request. Returns
 * the messages that have no field, for the foot of the form.
 */
export const placeErrors = <Values extends FieldValues>(
  errors: FieldErrors,
  fields: Readonly<Record<string, FieldPath<Values>>>,
  setError: UseFormSetError<Values>,
): string[] => {
  const homeless: string[] = [];
  let first = true;
  for (const [path, message] of errors) {
    const field = fieldFor(path, fields);
    if (field === undefined) homeless.push(message);
    else setError(field, { type: 'server', message }, { shouldFocus: first });
    if (field !== undefined) first = false;
  }
  return homeless;
};
