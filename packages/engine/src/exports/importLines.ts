import type { ExportLine, ExportLineType } from '@mesh-markets/contract';
import type { Tx } from '../transaction.ts';
import { ImportRefusedError } from './readExport.ts';
import { columnOf, exportedTables, fieldsOf } from './tables.ts';

/** Rows written by one statement. */
const BATCH = 1_000;

type Row = Readonly<Record<string, unknown>>;

/** A line as a row of its table. */
const rowOf = (line: ExportLine): Row => {
  const row: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(line)) {
    if (name !== 'type') row[columnOf(name)] = value;
  }
  return row;
};

const insertAs = (table: string, columns: readonly string[], values: readonly string[] = columns): string =>
  `insert into ${table} (${columns.join(', ')}) overriding system value
   select ${values.join(', ')} from json_populate_recordset(null::${table}, $1::json) with ordinality as r order by r.ordinality`;

/** The columns of a type of line, with some left for later. */
const columnsOf = (type: ExportLineType, later: readonly string[] = []): string[] =>
  fieldsOf(type)
    .map(columnOf)
    .filter((column) => !later.includes(column));

/** What cannot be written at once: oracles follow from what they answered, the trades come before the close, the likes before the deletion. */
const LATER = {
  market: ['oracle_id', 'closed_at', 'closed_by', 'close_reason', 'resolved_at'],
  comment: ['edited_at', 'deleted_at', 'deleted_by'],
};

/** A market opens as it opened: with nothing sold, and open. */
const insertMarkets = (() => {
  const columns = columnsOf('market', LATER.market).map((column) => (column === 'kind' ? 'type' : column));
  return `insert into prediction_market (${columns.join(', ')}, shares_micro) overriding system value
          select ${columns.join(', ')}, array_fill(0::bigint, array[cardinality(phantom_micro)])
            from json_populate_recordset(null::prediction_market, $1::json) with ordinality as r order by r.ordinality`;
})();

const STATEMENTS: Readonly<Record<ExportLineType, readonly string[]>> = {
  authUser: [insertAs('auth_user', columnsOf('authUser'))],
  authCredential: [insertAs('auth_credential', columnsOf('authCredential'))],
  user: [insertAs('users', columnsOf('user'))],
  apiKey: [insertAs('api_key', columnsOf('apiKey'))],
  post: [
    insertAs(
      'post',
      columnsOf('post').map((column) => (column === 'kind' ? 'type' : column)),
    ),
  ],
  postTopic: [insertAs('post_topic', columnsOf('postTopic'))],
  market: [
    insertMarkets,
    `insert into import_close (market_id, closed_at, closed_by, close_reason, resolved_at)
     select id, closed_at, closed_by, close_reason, resolved_at from json_populate_recordset(null::prediction_market, $1::json)
      where closed_at is not null`,
    `insert into import_oracle (market_id, oracle_id)
     select id, oracle_id from json_populate_recordset(null::prediction_market, $1::json) where oracle_id is not null`,
  ],
  oracleChange: [insertAs('oracle_change', columnsOf('oracleChange'))],
  account: [
    // The issuer and the house are there from the beginning.
    `insert into account (id, kind, user_id, market_id) overriding system value
     select id, kind, user_id, market_id from json_populate_recordset(null::account, $1::json)
      where kind not in ('issuer', 'house') order by id`,
    `insert into import_balance (account_id, kind, balance) select id, kind, balance from json_populate_recordset(null::account, $1::json)`,
  ],
  chainLink: [insertAs('ledger_chain', columnsOf('chainLink'))],
  transfer: [insertAs('transfer', columnsOf('transfer'))],
  trade: [insertAs('trade', columnsOf('trade', ['transfer_id']))],
  proposal: [insertAs('resolution_proposal', columnsOf('proposal'))],
  dispute: [insertAs('dispute', columnsOf('dispute'))],
  resolution: [insertAs('resolution_log', columnsOf('resolution'))],
  correction: [insertAs('correction', columnsOf('correction'))],
  comment: [
    insertAs('comment', columnsOf('comment', LATER.comment)),
    `insert into import_comment (comment_id, edited_at, deleted_at, deleted_by)
     select id, edited_at, deleted_at, deleted_by from json_populate_recordset(null::comment, $1::json)
      where edited_at is not null or deleted_at is not null`,
  ],
  commentMention: [insertAs('comment_mention', columnsOf('commentMention'))],
  commentLike: [insertAs('comment_like', columnsOf('commentLike'))],
  postRemoval: [insertAs('post_removal', columnsOf('postRemoval'))],
  report: [insertAs('report', columnsOf('report'))],
  followUser: [insertAs('follow_user', columnsOf('followUser'))],
  followMarket: [insertAs('follow_market', columnsOf('followMarket'))],
};

const PREPARE = `
  create temporary table import_close (market_id bigint primary key, closed_at timestamptz, closed_by bigint, close_reason text, resolved_at timestamptz) on commit drop;
  create temporary table import_oracle (market_id bigint primary key, oracle_id bigint) on commit drop;
  create temporary table import_balance (account_id bigint primary key, kind text, balance bigint) on commit drop;
  create temporary table import_comment (comment_id bigint primary key, edited_at timestamptz, deleted_at timestamptz, deleted_by bigint) on commit drop`;

/** What was proposed, withdrawn, disputed and corrected changed how a market looks, and so its version. */
const TOUCHED = `
  select market_id from resolution_proposal
  union all select market_id from resolution_proposal where ended_how = 'WITHDRAWN'
  union all select p.market_id from dispute d join resolution_proposal p on p.id = d.proposal_id
  union all select market_id from resolution_log where corrects is not null`;

/** What waited: every market takes the way from open to resolved, and comments are edited and deleted as they were. */
const FINISH = [
  // Files of releases that did not ask oracles name them, and nothing else.
  `insert into oracle_change (market_id, kind, oracle_id, created_at)
   select i.market_id, 'CARRIED_OVER', i.oracle_id, m.created_at from import_oracle i join prediction_market m on m.id = i.market_id
    where not exists (select from oracle_change c where c.market_id = i.market_id) order by i.market_id`,
  `update prediction_market m set state = 'CLOSED', closed_at = c.closed_at, closed_by = c.closed_by, close_reason = c.close_reason, version = m.version + 1
     from import_close c where c.market_id = m.id`,
  `update prediction_market m set state = 'RESOLVED', resolved_at = c.resolved_at, version = m.version + 1
     from import_close c where c.market_id = m.id and c.resolved_at is not null`,
  `update prediction_market m set version = m.version + t.times
     from (select market_id, count(*) as times from (${TOUCHED}) as touched group by 1) as t where t.market_id = m.id`,
  `update comment c set edited_at = i.edited_at, deleted_at = i.deleted_at, deleted_by = i.deleted_by from import_comment i where i.comment_id = c.id`,
];

/** The place a line has in the file's order. */
const ranks = new Map<string, number>(
  Object.keys(exportedTables).map((type, place): [string, number] => [type, place]),
);
ranks.set('trade', ranks.get('transfer')!);

/**
 * Writes lines through the very tables and triggers that trades go through: so balances, pools and positions are derived anew, and no law
 * is passed by. Lines of one type are gathered; a change of type writes what has gathered.
 */
export const createLineWriter = async (tx: Tx) => {
  await tx.query(PREPARE);
  let type: ExportLineType | undefined;
  let rows: Row[] = [];
  let rank = 0;
  /** The number that the next transfer of a trade will get by itself. */
  let next: number | undefined;
  let first = 0;

  const flush = async (): Promise<void> => {
    if (type === undefined || rows.length === 0) return;
    if (type === 'trade') {
      if (next !== first) {
        await tx.query(`select setval(pg_get_serial_sequence('transfer', 'id'), $1, false)`, [first]);
      }
      next = first + rows.length;
    }
    const batch = JSON.stringify(rows);
    rows = [];
    for (const [place, text] of STATEMENTS[type].entries()) {
      await tx.query({ name: `import_${type}_${place}`, text, values: [batch] });
    }
  };

  const write = async (line: ExportLine): Promise<void> => {
    const here = ranks.get(line.type)!;
    if (here < rank) {
      throw new ImportRefusedError(`A line of type ${line.type} comes too late in the file.`);
    }
    rank = here;
    const goesOn =
      line.type === type &&
      rows.length < BATCH &&
      // A trade's transfer is numbered as it is written, so a gap in the numbers ends the batch.
      (line.type !== 'trade' || line.transferId === first + rows.length);
    if (!goesOn) {
      await flush();
      type = line.type;
      if (line.type === 'trade') first = line.transferId;
    }
    const row = rowOf(line);
    rows.push(
      line.type === 'post' || line.type === 'market' ? { ...row, type: line.kind, kind: undefined } : row,
    );
  };

  const finish = async (): Promise<void> => {
    await flush();
    for (const statement of FINISH) await tx.query(statement);
  };

  return { write, finish };
};
