import type { RouteHandler } from '../api/handler.ts';
import { commandOf } from '../auth/authenticate.ts';

/** Buys or sells, by the order's action. See `placeTrade` of the engine for what happens and what is refused. */
export const placeTrade: RouteHandler<'placeTrade'> = (call, { engine, metrics }) => {
  const { body: order, params } = call;
  const command = { ...commandOf(call), marketId: params.id };
  return metrics.timeTrade(() =>
    order.action === 'SELL'
      ? engine.sellShares({ ...command, order })
      : engine.placeTrade({ ...command, order }),
  );
};
