import type { Reader } from '../reads/rows.ts';
import type { ChainedTransfer } from './canonical.ts';

/** A link as it is kept; hashes and marks in hex. */
export interface ChainLink {
  readonly height: number;
  readonly fromId: number;
  readonly toId: number;
  readonly transfers: number;
  readonly previous: string;
  readonly hash: string;
  readonly marks: string;
  readonly createdAt: Date;
}

const LINK = `
  select height, from_id as "fromId", to_id as "toId", transfers, encode(previous, 'hex') as previous, encode(hash, 'hex') as hash,
         encode(marks, 'hex') as marks, created_at as "createdAt" from ledger_chain`;

export const readHead = async (reader: Reader): Promise<ChainLink | undefined> => {
  const { rows } = await reader.query<ChainLink>(`${LINK} order by height desc limit 1`);
  return rows[0];
};

/** The first link above a height. */
export const readNextLink = async (reader: Reader, height: number): Promise<ChainLink | undefined> => {
  const { rows } = await reader.query<ChainLink>({
    name: 'chain_next_link',
    text: `${LINK} where height > $1 order by height limit 1`,
    values: [height],
  });
  return rows[0];
};

/** Transfers after one id up to another, in order; at most so many. */
export const readTransfers = async (
  reader: Reader,
  after: number,
  upTo: number,
  most: number,
): Promise<ChainedTransfer[]> => {
  const { rows } = await reader.query<ChainedTransfer>({
    name: 'chain_transfers',
    text: `select id, debit_account_id as "debitAccountId", credit_account_id as "creditAccountId", amount, kind,
                  market_id as "marketId", trade_seq as "tradeSeq",
                  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt"
             from transfer where id > $1 and id <= $2 order by id limit $3`,
    values: [after, upTo, most],
  });
  return rows;
};
