import { NetworkError } from '@mesh-markets/client';
import { IdempotencyKey, Order, type Quote, type TradeAnswer } from '@mesh-markets/contract';
import {
  answer,
  type Call,
  type Command,
  DONE,
  jsonOption,
  numberFrom,
  optionOf,
  UsageError,
} from '../command.ts';
import { formatCredits, formatPrice, formatProbability, formatShares } from '../format.ts';
import { marketIdFrom, outcomeFrom, signInToServer, visitServer } from '../server.ts';

/** @throws UsageError in the contract's own words */
const orderFrom = (order: unknown): Order => {
  const checked = Order.safeParse(order);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const inner =
    issue?.code === 'invalid_union' ? issue.errors.toSorted((a, b) => a.length - b.length)[0]?.[0] : issue;
  const field = inner?.path.join('.') ?? '';
  throw new UsageError(`${field === '' ? '' : `${field}: `}${inner?.message ?? 'This is not an order.'}`);
};

const optionalNumber = (call: Call, name: string): number | undefined => {
  const text = optionOf(call, name);
  return text === undefined ? undefined : numberFrom(`--${name}`, text);
};

/** A buy spends the credits that were typed, or buys the shares of --shares. */
const buyOrderFrom = (call: Call): Order => {
  const [, outcome, credits] = call.positionals;
  const shares = optionalNumber(call, 'shares');
  if ((credits === undefined) === (shares === undefined)) {
    throw new UsageError('Give either the credits to spend or --shares.');
  }
  const amount =
    shares === undefined
      ? { credits: numberFrom('The credits', credits!), minShares: optionalNumber(call, 'min-shares') }
      : { shares, maxCredits: optionalNumber(call, 'max-credits') };
  return orderFrom({ action: 'BUY', ...outcomeFrom(outcome!), ...amount });
};

const sellOrderFrom = (call: Call): Order => {
  const [, outcome, shares] = call.positionals;
  return orderFrom({
    action: 'SELL',
    ...outcomeFrom(outcome!),
    shares: numberFrom('The shares', shares!),
    minCredits: optionalNumber(call, 'min-credits'),
  });
};

const nameOf = ({ side, outcome }: { side?: string | undefined; outcome: number }): string =>
  side ?? `outcome ${outcome}`;

const describeQuote = (quote: Quote, order: Order): string => {
  const outcome = nameOf({ side: order.side, outcome: quote.outcome });
  return (
    `${formatCredits(quote.cost)} would buy ${formatShares(quote.shares)} shares of ${outcome} at ${formatPrice(quote.price)} each. ` +
    `${outcome} would go from ${formatProbability(quote.probabilityBefore)} to ${formatProbability(quote.probabilityAfter)}.`
  );
};

const describeTrade = ({ trade, balance, holding }: TradeAnswer): string => {
  const verb = trade.action === 'BUY' ? 'Bought' : 'Sold';
  return (
    `${verb} ${formatShares(trade.shares)} shares of ${nameOf(trade)} for ${formatCredits(Math.abs(trade.cost))} ` +
    `(${formatPrice(trade.price)} each, trade ${trade.id}). It went from ${formatProbability(trade.probabilityBefore)} ` +
    `to ${formatProbability(trade.probabilityAfter)}.\n` +
    `You hold ${formatShares(holding)} of it and ${formatCredits(balance)}.`
  );
};

/** Sends an order under a key that is known before it leaves, so that a lost answer can be asked for again. */
const place = async (call: Call, order: Order): Promise<number> => {
  const id = marketIdFrom(call.positionals[0]!);
  const key = IdempotencyKey.safeParse(optionOf(call, 'key') ?? crypto.randomUUID());
  if (!key.success) throw new UsageError('--key must be a UUID.');
  try {
    const done = await signInToServer(call).call('placeTrade', {
      params: { id },
      body: order,
      idempotencyKey: key.data,
    });
    answer(call, done, () => describeTrade(done));
    return DONE;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new NetworkError(
      `${error.message} Whether the trade was made is not known. Repeat the command with --key=${key.data}: ` +
        'it is made once, however often you repeat it.',
      { cause: error },
    );
  }
};

export const quote: Command = {
  parameters: '<market> <YES|NO|index> <credits>',
  summary: 'Tells what a purchase would do now.',
  options: jsonOption,
  run: async (call) => {
    const id = marketIdFrom(call.positionals[0]!);
    const order = buyOrderFrom(call);
    const quoted = await visitServer(call).call('quote', { params: { id }, body: order });
    answer(call, quoted, () => describeQuote(quoted, order));
    return DONE;
  },
};

const keyOption = { key: { type: 'string' } } as const;

export const buy: Command = {
  parameters: '<market> <YES|NO|index> [credits] [--min-shares=…] [--shares=… --max-credits=…] [--key=UUID]',
  summary: 'Buys for so many credits, or so many shares.',
  options: {
    ...jsonOption,
    ...keyOption,
    'min-shares': { type: 'string' },
    shares: { type: 'string' },
    'max-credits': { type: 'string' },
  },
  run: (call) => place(call, buyOrderFrom(call)),
};

export const sell: Command = {
  parameters: '<market> <YES|NO|index> <shares> [--min-credits=…] [--key=UUID]',
  summary: 'Sells shares back.',
  options: { ...jsonOption, ...keyOption, 'min-credits': { type: 'string' } },
  run: (call) => place(call, sellOrderFrom(call)),
};
