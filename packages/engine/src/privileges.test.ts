import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from './testing/index.ts';

/*
 * What the application's role may do, read from the catalogue of a finished database: whatever table or function a migration adds is held
 * to the same rules without being named here.
 */

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

const ROLE = 'mesh_markets_app';
const column = async (sql: string): Promise<string[]> => {
  const { rows } = await books.database.pool.query<{ name: string }>(sql);
  return rows.map(({ name }) => name);
};

/** As pg_trigger.tgtype tells what a trigger is for. */
const event = { DELETE: 8, UPDATE: 16, TRUNCATE: 32 } as const;

/** Tables on which somebody is refused this, whoever it is and whatever row or column it is about. */
const guarded = (what: keyof typeof event): Promise<string[]> =>
  column(`
    select distinct c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where t.tgfoid = 'refuse_change'::regproc and t.tgtype & ${event[what]} <> 0 and t.tgqual is null and cardinality(t.tgattr::int2[]) = 0
       and t.tgenabled in ('O', 'A') order by 1`);

/** Tables on which the role has this right, or has it on one of their columns. */
const granted = (privilege: string): Promise<string[]> => {
  const onColumns = ['UPDATE', 'INSERT', 'REFERENCES'].includes(privilege)
    ? ` or has_any_column_privilege('${ROLE}', c.oid, '${privilege}')`
    : '';
  return column(`
    select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
       and (has_table_privilege('${ROLE}', c.oid, '${privilege}')${onColumns}) order by 1`);
};

const both = (some: readonly string[], others: readonly string[]): string[] =>
  some.filter((name) => others.includes(name));

describe('the application’s role', () => {
  test('is nobody special, and owns nothing', async () => {
    const { rows } = await books.database.pool.query(
      `select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
              has_schema_privilege(oid, 'public', 'CREATE') as creates,
              (select count(*)::int from pg_auth_members where member = r.oid) as memberships,
              (select count(*)::int from pg_shdepend where refobjid = r.oid and deptype = 'o') as owned
         from pg_roles r where rolname = $1`,
      [ROLE],
    );
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        rolbypassrls: false,
        creates: false,
        memberships: 0,
        owned: 0,
      },
    ]);
  });

  test('is who the engine works as', async () => {
    const { rows } = await books.pool.query('select current_user as name');
    expect(rows).toEqual([{ name: ROLE }]);
  });

  test.each(['UPDATE', 'DELETE'] as const)('has no right to %s where nobody may', async (what) => {
    const refused = await guarded(what);
    expect(refused).toEqual(expect.arrayContaining(['trade', 'transfer', 'resolution_log', 'deed_log']));
    expect(both(refused, await granted(what))).toEqual([]);
  });

  test('cannot empty what may not be deleted from', async () => {
    const emptied = await granted('TRUNCATE');
    expect(both(emptied, await guarded('DELETE'))).toEqual([]);
    expect(both(emptied, await guarded('TRUNCATE'))).toEqual([]);
  });

  test('can neither put triggers on tables nor foreign keys', async () => {
    expect(await granted('TRIGGER')).toEqual([]);
    expect(await granted('REFERENCES')).toEqual([]);
  });

  test('cannot have a guarded table written to by calling what runs with more rights than its own', async () => {
    const sources = await column(`
      select proname || ': ' || prosrc as name from pg_proc
       where prosecdef and pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype
         and has_function_privilege('${ROLE}', oid, 'EXECUTE')`);
    expect(sources.join()).toContain('lock_wallet');
    const tables = [...(await guarded('UPDATE')), ...(await guarded('DELETE')), 'account', 'position'];
    const writes = new RegExp(
      `(insert\\s+into|update|delete\\s+from|truncate)\\s+(${tables.join('|')})\\b`,
      'i',
    );
    expect(sources.filter((source) => writes.test(source))).toEqual([]);
  });

  test('runs nothing with more rights that looks for names where it could put its own', async () => {
    const loose = await column(`
      select proname as name from pg_proc where prosecdef and pronamespace = 'public'::regnamespace
         and not exists (select from unnest(proconfig) as setting where setting like 'search_path=%')`);
    expect(loose).toEqual([]);
  });
});

describe('a log', () => {
  test('by its name is one that nobody changes, deletes from or empties', async () => {
    const logs = await column(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname like '%\\_log' order by 1`,
    );
    expect(logs).toEqual(expect.arrayContaining(['comment_like_log', 'feature_flag_log', 'resolution_log']));
    for (const what of ['UPDATE', 'DELETE', 'TRUNCATE'] as const) {
      const refused = await guarded(what);
      expect([what, logs.filter((name) => !refused.includes(name))]).toEqual([what, []]);
    }
  });

  test('is refused by the database to the application, and not only by its guards', async () => {
    for (const log of both(await guarded('UPDATE'), await guarded('DELETE'))) {
      await expect(books.pool.query(`delete from ${log}`), log).rejects.toMatchObject({ code: '42501' });
      await expect(books.pool.query(`truncate ${log}`), log).rejects.toMatchObject({ code: '42501' });
      const [name] = await column(
        `select attname as name from pg_attribute where attrelid = '${log}'::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = '' limit 1`,
      );
      const change = `update ${log} set ${name} = ${name}`;
      await expect(books.pool.query(change), log).rejects.toMatchObject({ code: '42501' });
    }
  });
});
