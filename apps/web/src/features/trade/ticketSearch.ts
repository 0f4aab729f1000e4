import type { Market } from '@mesh-markets/contract';
import { paths } from '../../lib/paths.ts';
import type { TicketDraft } from './ticket.ts';
import type { TicketStart } from './ticketStart.ts';

/** `?buy=0&amount=50` behind a market's address: what somebody had chosen before they signed up or in. */
export interface TicketSearch {
  readonly buy?: number;
  readonly sell?: number;
  readonly amount?: string;
}

const wholeNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;

/** Digits and what groups them; anything else in an address is not from us. */
const amountOf = (value: unknown): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && /^[\d.,]{1,16}$/.test(`${value}`)
    ? `${value}`
    : undefined;

export const readTicketSearch = (search: Record<string, unknown>): TicketSearch => {
  const [buy, sell, amount] = [wholeNumber(search.buy), wholeNumber(search.sell), amountOf(search.amount)];
  return {
    ...(buy === undefined ? {} : { buy }),
    ...(sell === undefined ? {} : { sell }),
    ...(amount === undefined ? {} : { amount }),
  };
};

/** The market's address with what is on the ticket, to come back to. */
export const ticketAddress = (
  { id }: Pick<Market, 'id'>,
  { action, outcome, amount }: Pick<TicketDraft, 'action' | 'outcome' | 'amount'>,
): string => {
  const search = new URLSearchParams({ [action === 'BUY' ? 'buy' : 'sell']: `${outcome}` });
  const typed = amount.trim().replaceAll(/\s/g, '');
  if (amountOf(typed) !== undefined) search.set('amount', typed);
  return `${paths.market(id)}?${search}`;
};

/** What the ticket begins with; undefined where the address asks for nothing that this market has. */
export const startOf = (
  { outcomes }: Pick<Market, 'outcomes'>,
  { buy, sell, amount }: TicketSearch,
): TicketStart | undefined => {
  const outcome = buy ?? sell;
  if (outcome === undefined || outcome >= outcomes.length) return undefined;
  const action = buy === undefined ? 'SELL' : 'BUY';
  return { action, outcome, ...(amount === undefined ? {} : { amount }) };
};
