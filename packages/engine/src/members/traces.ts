import type { AccountSignal, UserId, UserSummary } from '@mesh-markets/contract';
import { type Reader, userJson } from '../reads/rows.ts';

/** Keyed hashes of where somebody signed in from. */
export interface Traces {
  /** Of a cookie that stays in the browser. */
  readonly device: Buffer;
  readonly network: Buffer;
}

/** How long after it was last seen a trace is kept. */
export const TRACES_KEPT_DAYS = 180;
const NAMED = 5;
/** Of a network that thousands share no more are looked at: the ones who came last. */
const LOOKED_AT = 100;

export const noteTraces = async (
  reader: Reader,
  userId: UserId,
  { device, network }: Traces,
): Promise<void> => {
  await reader.query(
    `insert into account_trace (user_id, kind, hash) values ($1, 'DEVICE', $2), ($1, 'NETWORK', $3)
     on conflict (user_id, kind, hash) do update set last_seen_at = now()`,
    [userId, device, network],
  );
};

/** What may mean that several accounts are one person's. Nothing follows from it by itself. */
export interface SignalFacts {
  readonly sameDevice: SharedTrace | null;
  readonly sameNetwork: SharedTrace | null;
  /** After the @ of the address. */
  readonly mailDomain: string | null;
}

export interface SharedTrace {
  readonly count: number;
  /** The latest of them. */
  readonly others: UserSummary[];
}

const shared = (kind: 'DEVICE' | 'NETWORK'): string => `
  (with found as (
     select distinct theirs.user_id as id from account_trace mine, lateral (
         select user_id from account_trace where kind = mine.kind and hash = mine.hash and user_id <> mine.user_id
          order by user_id desc limit ${LOOKED_AT}) as theirs
      where mine.user_id = u.id and mine.kind = '${kind}' order by id desc limit ${LOOKED_AT})
   select case when count(*) > 0 then json_build_object('count', count(*), 'others', (
            select json_agg(${userJson('other')} order by other.id desc)
              from (select id from found order by id desc limit ${NAMED}) as last join users other on other.id = last.id)) end
     from found)`;

/** SQL of {@link SignalFacts} as JSON, for the person under the alias u. */
export const SIGNALS = `json_build_object('sameDevice', ${shared('DEVICE')}, 'sameNetwork', ${shared('NETWORK')},
  'mailDomain', (select split_part(login.email, '@', 2) from auth_user login where login.id = u.auth_user_id))`;

/** Whether mailboxes of a domain are given to anybody for minutes. */
export type IsDisposable = (domain: string) => boolean;

export const signalsOf = (
  { sameDevice, sameNetwork, mailDomain }: SignalFacts,
  isDisposable: IsDisposable = () => false,
): AccountSignal[] => [
  ...(sameDevice === null ? [] : [{ kind: 'SAME_DEVICE' as const, ...sameDevice }]),
  ...(sameNetwork === null ? [] : [{ kind: 'SAME_NETWORK' as const, ...sameNetwork }]),
  ...(mailDomain !== null && isDisposable(mailDomain)
    ? [{ kind: 'DISPOSABLE_MAIL' as const, domain: mailDomain }]
    : []),
];
