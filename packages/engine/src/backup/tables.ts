import type { Reader } from '../reads/rows.ts';

/** A table and the columns that are stored; generated ones follow from the others. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Where the numbers of an identity column go on. */
export interface Sequence {
  readonly name: string;
  readonly last: string;
  readonly called: boolean;
}

interface TableRow extends Table {
  readonly needs: string[];
}

/** Every table of ours but the list of migrations, each after those that its foreign keys name. */
export const listTables = async (reader: Reader): Promise<Table[]> => {
  const { rows } = await reader.query<TableRow>(
    `select t.relname as name,
            (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
              where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
            array(select distinct needed.relname::text from pg_constraint c join pg_class needed on needed.oid = c.confrelid
                   where c.conrelid = t.oid and c.contype = 'f' and c.confrelid <> t.oid) as needs
       from pg_class t
      where t.relnamespace = 'public'::regnamespace and t.relkind = 'r' and t.relname <> 'schema_migration'
      order by t.relname`,
  );
  const sorted: Table[] = [];
  const placed = new Set<string>();
  let waiting = rows;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ needs }) => needs.every((name) => placed.has(name)));
    if (ready.length === 0) throw new Error('tables name each other in a circle');
    for (const { name, columns } of ready) {
      sorted.push({ name, columns });
      placed.add(name);
    }
    waiting = waiting.filter(({ name }) => !placed.has(name));
  }
  return sorted;
};

export const listSequences = async (reader: Reader): Promise<Sequence[]> => {
  const { rows } = await reader.query<{ name: string }>(
    `select relname::text as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace order by 1`,
  );
  const sequences: Sequence[] = [];
  for (const { name } of rows) {
    const at = await reader.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${quoted(name)}`,
    );
    sequences.push({ name, ...at.rows[0]! });
  }
  return sequences;
};

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const columnList = ({ columns }: Table): string => columns.map(quoted).join(', ');
