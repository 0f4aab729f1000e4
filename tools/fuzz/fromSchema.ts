import { hintFor, type Knowing } from './hints.ts';
import { hostileText, hostileValue } from './hostile.ts';

/** A part of the OpenAPI document. */
// biome-ignore lint/suspicious/noExplicitAny: the document is data whose shape is what is tried here.
export type Schema = any;

export interface Making extends Knowing {
  /** By the names that `$ref` uses. */
  readonly components: Readonly<Record<string, Schema>>;
  /** How often something that was not asked for takes the place of what was. */
  readonly mischief: number;
}

const MOST_ITEMS = 6;
const MOST_DEPTH = 6;
/** How often something known takes the place of anything that the schema allows. */
const INFORMED = 0.9;

const words = ['rain', 'tomorrow', 'Will it?', 'näive', 'ok', '東京', 'a-b_c', 'x'];

const textFor = ({ draws }: Making, schema: Schema): string => {
  if (schema.format === 'date-time') {
    return new Date(Date.now() + (draws.next() / 2 ** 32 - 0.2) * 10 * 86_400_000).toISOString();
  }
  if (schema.format === 'uuid') return crypto.randomUUID();
  if (schema.format === 'email') return `fuzz${draws.below(1e6)}@example.org`;
  if (/digits|\[1-9\]/.test(`${schema.pattern ?? ''}`)) return String(1 + draws.below(50));
  const text = Array.from({ length: 1 + draws.below(4) }, () => draws.pick(words)).join(' ');
  const least = schema.minLength ?? 0;
  return text.padEnd(least, 'x').slice(0, schema.maxLength ?? 200);
};

const numberFor = ({ draws }: Making, schema: Schema): number => {
  const least = schema.minimum ?? schema.exclusiveMinimum ?? 0;
  const most = Math.min(schema.maximum ?? schema.exclusiveMaximum ?? 1_000, least + 1_000);
  const value = draws.chance(0.3)
    ? draws.pick([least, most])
    : least + (draws.next() / 2 ** 32) * (most - least);
  return schema.type === 'integer' ? Math.round(value) : Math.round(value * 1e6) / 1e6;
};

const objectFor = (making: Making, schema: Schema, depth: number): Record<string, unknown> => {
  const { draws } = making;
  const required = new Set<string>(schema.required ?? []);
  const made: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    const wanted = required.has(name) ? !draws.chance(making.mischief / 2) : draws.chance(0.5);
    if (wanted) made[name] = valueFor(making, name, part, depth + 1);
  }
  if (draws.chance(making.mischief / 2)) made[hostileText(draws)] = hostileValue(draws);
  return made;
};

/** A value that the schema asks for, or now and then one that it does not. */
export const valueFor = (making: Making, name: string, schema: Schema, depth = 0): unknown => {
  const { draws, components, mischief } = making;
  if (depth > MOST_DEPTH) return null;
  if (draws.chance(mischief)) return hostileValue(draws);
  const hint = draws.chance(INFORMED) ? hintFor(making, name) : undefined;
  if (hint !== undefined) return hint;
  if (schema.$ref !== undefined) {
    return valueFor(making, name, components[schema.$ref.split('/').at(-1)] ?? {}, depth + 1);
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return valueFor(making, name, draws.pick(choices), depth + 1);
  if (schema.allOf !== undefined) return valueFor(making, name, schema.allOf[0], depth + 1);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return draws.pick(schema.enum);
  switch (schema.type) {
    case 'string':
      return textFor(making, schema);
    case 'integer':
    case 'number':
      return numberFor(making, schema);
    case 'boolean':
      return draws.chance(0.5);
    case 'null':
      return null;
    case 'array': {
      const length = Math.min(schema.maxItems ?? MOST_ITEMS, (schema.minItems ?? 0) + draws.below(3));
      return Array.from({ length }, () => valueFor(making, name, schema.items ?? {}, depth + 1));
    }
    case 'object':
      return objectFor(making, schema, depth);
    default:
      return hostileValue(draws);
  }
};
