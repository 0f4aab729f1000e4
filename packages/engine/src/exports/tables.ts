import { type ExportLineType, exportLines } from '@mesh-markets/contract';

/** How the lines of a type are read from a table; columns are named as in the line, in lower case with underscores. */
export interface ExportedTable {
  readonly table: string;
  /** The columns by which the lines are ordered, so that what a line names comes before it. */
  readonly order: string;
  /** SQL over the table under the alias `t`, for columns that are not simply themselves. */
  readonly instead?: Readonly<Record<string, string>>;
  /** The same, for an export that leaves private things out. */
  readonly insteadWithoutAccounts?: Readonly<Record<string, string>>;
  /** Only in an export with accounts. */
  readonly private?: true;
}

/** `createdAt` as the database writes it. */
export const columnOf = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Where a line's own `kind` is a column called `type`, a word that every line has for itself. */
const TYPE_AS_KIND = { kind: 't.type' };

/** In the order in which they come; `transfer` brings the trades with it. */
export const exportedTables: Readonly<Record<Exclude<ExportLineType, 'trade'>, ExportedTable>> = {
  authUser: { table: 'auth_user', order: 't.id', private: true },
  authCredential: { table: 'auth_credential', order: 't.id', private: true },
  user: { table: 'users', order: 't.id', insteadWithoutAccounts: { authUserId: 'null' } },
  apiKey: { table: 'api_key', order: 't.id', private: true },
  post: {
    table: 'post',
    order: 't.id',
    instead: TYPE_AS_KIND,
    insteadWithoutAccounts: {
      body: `case when t.type = 'TEXT' and exists (select from post_removal r where r.post_id = t.id) then '[removed]' else t.body end`,
    },
  },
  postTopic: { table: 'post_topic', order: 't.post_id, t.topic' },
  market: { table: 'prediction_market', order: 't.id', instead: TYPE_AS_KIND },
  oracleChange: { table: 'oracle_change', order: 't.id' },
  account: { table: 'account', order: 't.id' },
  chainLink: { table: 'ledger_chain', order: 't.height' },
  transfer: { table: 'transfer', order: 't.id' },
  proposal: { table: 'resolution_proposal', order: 't.id' },
  dispute: { table: 'dispute', order: 't.id' },
  resolution: { table: 'resolution_log', order: 't.id' },
  correction: { table: 'correction', order: 't.resolution_id' },
  comment: {
    table: 'comment',
    order: 't.id',
    insteadWithoutAccounts: { body: `case when t.deleted_at is null then t.body else '[deleted]' end` },
  },
  commentMention: { table: 'comment_mention', order: 't.comment_id, t.user_id' },
  commentLike: { table: 'comment_like', order: 't.created_at, t.comment_id, t.user_id' },
  postRemoval: { table: 'post_removal', order: 't.removed_at, t.post_id' },
  report: { table: 'report', order: 't.id', private: true },
  followUser: { table: 'follow_user', order: 't.created_at, t.follower_id, t.followee_id' },
  followMarket: { table: 'follow_market', order: 't.created_at, t.user_id, t.market_id' },
};

/** The fields of a type of line but its type. */
export const fieldsOf = (type: ExportLineType): string[] =>
  Object.keys(exportLines[type].shape).filter((name) => name !== 'type');

/** A line as a JSON text, from a row under the alias `t`. */
export const lineOf = (
  type: ExportLineType,
  instead: Readonly<Record<string, string>> = {},
  alias = 't',
): string => {
  const columns = fieldsOf(type).map(
    (name) => `${instead[name] ?? `${alias}.${columnOf(name)}`} as "${name}"`,
  );
  return `(select row_to_json(line)::text from (select '${type}' as type, ${columns.join(', ')}) as line)`;
};
