import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** Keywords that name or date a schema on its own; inside an OpenAPI document its place names it. */
const identity = new Set(['id', '$id', '$schema']);

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Drops the identity keywords of schemas, but not properties that happen to have such a name. */
const withoutIdentity = (value: unknown, isNameMap = false): unknown => {
  if (Array.isArray(value)) return value.map((item) => withoutIdentity(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNameMap || !identity.has(key))
      .map(([key, inner]) => [key, withoutIdentity(inner, key === 'properties')]),
  );
};

/** The contract's named schemas as components; one definition serves requests and answers. */
const createComponents = (): Record<string, JsonSchema> => {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
  });
  return withoutIdentity(schemas, true) as Record<string, JsonSchema>;
};

/**
 * Writes zod schemas as JSON Schema: a named one as a reference, any other in place with references to the named ones in it.
 */
export const createSchemaWriter = () => {
  const components = createComponents();

  const write = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
    const id = schema.meta()?.id;
    if (typeof id === 'string' && id in components) return { $ref: `#/components/schemas/${id}` };
    const { $defs: _, ...written } = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      io,
      unrepresentable: 'any',
    }) as JsonSchema;
    const text = JSON.stringify(withoutIdentity(written)).replaceAll('"#/$defs/', '"#/components/schemas/');
    return JSON.parse(text) as JsonSchema;
  };

  return { components, write };
};
