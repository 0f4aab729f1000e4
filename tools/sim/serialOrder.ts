import type { Market, TradeAnswer } from '@mesh-markets/contract';
import type { Sent } from './play.ts';
import type { World } from './world.ts';

/*
 * The order in which the database served the commands of a wave, read from the log.
 *
 * Every verb that moves credits writes transfers, and takes their ids from one sequence after it holds every lock on what it
 * decides on (markets, wallets, the house); the locks end with the commit. So of two transactions that need the same market or
 * wallet, all transfer ids of the first are smaller than all of the second: the ids put every two that could have seen each other
 * in the order in which they did. Two that share nothing may be in either order. A batch of the trade path numbers its transfers
 * as it served its orders, so commands have their places within it too.
 */

/** What the engine did and what the log holds do not fit. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
}

interface LogRow {
  readonly id: number;
  readonly kind: string;
  readonly market: string | null;
  readonly seq: number | null;
  readonly receiver: string | null;
  readonly at: number;
  /** For a funding of the house: all it has ever been issued, this included. */
  readonly funded: number | null;
}

const nameOfRow = ({ kind, market, seq, receiver, at, funded }: LogRow): string => {
  if (seq !== null) return `trade ${market}-${seq}`;
  if (kind === 'SUBSIDY') return `market ${market}`;
  if (kind.includes('CORRECTION')) return `correction of ${market} at ${at}`;
  if (kind === 'SIGNUP_GRANT') return `account ${receiver}`;
  return kind === 'HOUSE_FUNDING' ? `funding up to ${funded}` : `resolution of ${market}`;
};

/** What a command must have written, by the answer it got; undefined when it wrote no transfer. */
const nameOfSent = ({ command, outcome }: Sent): string | undefined => {
  if (outcome.kind !== 'answered' || outcome.replayed) return undefined;
  switch (command.verb) {
    case 'placeTrade': {
      const { marketId, seq } = (outcome.answer as TradeAnswer).trade;
      return `trade ${marketId}-${seq}`;
    }
    case 'createMarket':
      return `market ${(outcome.answer as Market).id}`;
    case 'resolveMarket':
      // A proposal pays nothing yet.
      return (outcome.answer as Market).state === 'RESOLVED' ? `resolution of ${command.market}` : undefined;
    case 'decideDispute':
    case 'payProposal':
      return `resolution of ${command.market}`;
    case 'correctResolution':
      return `correction of ${command.market} at ${Date.parse((outcome.answer as Market).resolution!.resolvedAt)}`;
    case 'createAccount':
      return `account ${(outcome.answer as { userId: string }).userId}`;
    case 'fundHouse':
      return (outcome.answer as { issued: number }).issued > 0 ? `funding up to ${command.total}` : undefined;
    default:
      return undefined;
  }
};

/** The commands by what they wrote. Only an account may be answered to several: asking for it again is no other command. */
const writers = (sent: readonly Sent[]): Map<string, Sent> => {
  const byName = new Map<string, Sent>();
  for (const one of sent) {
    const name = nameOfSent(one);
    if (name === undefined) continue;
    if (byName.has(name) && one.command.verb !== 'createAccount')
      throw new Mismatch(`${name} was answered to two commands as theirs`);
    if (!byName.has(name)) byName.set(name, one);
  }
  return byName;
};

/** Asking for an account again, and a correction after which everybody has the same. */
const MAY_MOVE_NOTHING: ReadonlySet<string> = new Set(['createAccount', 'correctResolution']);

/** The part of the log after a transfer, as the commands that wrote it, in their serial order. */
export const readSerialOrder = async (
  world: World,
  after: number,
  sent: readonly Sent[],
): Promise<{ order: Sent[]; last: number }> => {
  const rows = await world.query<LogRow>(
    `select t.id, t.kind, t.market_id::text as market, t.trade_seq as seq, c.user_id::text as receiver,
            floor(extract(epoch from t.created_at) * 1000)::bigint as at,
            case when t.kind = 'HOUSE_FUNDING'
              then (select sum(f.amount)::bigint from transfer f where f.kind = 'HOUSE_FUNDING' and f.id <= t.id) end as funded
       from transfer t join account c on c.id = t.credit_account_id where t.id > $1 order by t.id`,
    [after],
  );
  const byName = writers(sent);
  // A resolution writes a transfer for everyone it pays, and has its place with the first.
  const written = new Set<Sent>();
  for (const row of rows) {
    const writer = byName.get(nameOfRow(row));
    if (writer === undefined)
      throw new Mismatch(`the log holds ${nameOfRow(row)}, which was answered to nobody`);
    written.add(writer);
  }
  for (const [name, writer] of byName) {
    if (!written.has(writer) && !MAY_MOVE_NOTHING.has(writer.command.verb))
      throw new Mismatch(`${name} was answered but is not in the log`);
  }
  return { order: [...written], last: rows.at(-1)?.id ?? after };
};
