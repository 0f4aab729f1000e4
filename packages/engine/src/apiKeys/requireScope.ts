import type { FeatureName, KeyScope, MarketId, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Command, KeyRights } from '../api.ts';
import { Refusal } from '../refusal.ts';

/** @throws Refusal FORBIDDEN, naming the scope that is missing */
export const requireScope = (apiKey: Pick<KeyRights, 'scopes'> | undefined, scope: KeyScope): void => {
  if (apiKey === undefined || apiKey.scopes.includes(scope)) return;
  throw new Refusal(
    'FORBIDDEN',
    `This API key may not do this: it lacks the scope “${scope}”. Make a key that has it.`,
    { facts: { scope } },
  );
};

/** Whether somebody made a market or is its oracle: then what they do to it takes no role. */
export const decidesMarket = async (pool: Pool, userId: UserId, marketId: MarketId): Promise<boolean> => {
  const { rowCount } = await pool.query(
    'select from prediction_market where id = $1 and (creator_id = $2 or oracle_id = $2)',
    [marketId, userId],
  );
  return rowCount === 1;
};

/** A key that carries no role decides only markets of its owner, whatever role the owner has. */
const requireOwnMarket = async (pool: Pool, userId: UserId, marketId: MarketId): Promise<void> => {
  if (!(await decidesMarket(pool, userId, marketId)))
    throw new Refusal(
      'FORBIDDEN',
      'This API key does not carry your role. Make one with the scope “manage” now that you have it, or sign in.',
    );
};

/**
 * What a command needs of the key it came by, and the command without that: no verb decides on it. Deciding markets moves what belongs to
 * others, so it takes `manage`.
 * @throws Refusal FORBIDDEN
 */
export const requireKeyRights = async <Given extends Command>(
  pool: Pool,
  names: readonly FeatureName[],
  command: Given,
): Promise<Given> => {
  const { apiKey, ...rest } = command;
  if (apiKey === undefined) return command;
  const decides = names.includes('resolution');
  requireScope(apiKey, decides ? 'manage' : 'trade');
  const { marketId } = command as { marketId?: MarketId };
  if (decides && !apiKey.staff && marketId !== undefined)
    await requireOwnMarket(pool, command.userId, marketId);
  return rest as Given;
};
