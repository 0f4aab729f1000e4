import { Credits, Role } from '@mesh-markets/contract';
import { withBooks } from '../books.ts';
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
import { formatCount, formatCredits } from '../format.ts';

/** As long as the server itself keeps them. */
const KEYS_KEPT_HOURS = 48;

const handleOf = (call: Call): string => call.positionals[0]!.replace(/^@/, '');

export const adminGrant: Command = {
  parameters: '<handle> [--role=admin]',
  summary: 'Makes a person an admin, or with --role=moderator a moderator.',
  options: { ...jsonOption, role: { type: 'string' } },
  run: async (call) => {
    const role = Role.exclude(['user']).safeParse(optionOf(call, 'role') ?? 'admin');
    if (!role.success) throw new UsageError('--role must be admin or moderator.');
    const account = await withBooks(call, (engine) => engine.setRole({ handle: handleOf(call) }, role.data));
    const words = { admin: 'an admin', moderator: 'a moderator' }[role.data];
    answer(call, account, () => `${account.name} (@${account.handle}) is ${words}.`);
    return DONE;
  },
};

export const adminRevoke: Command = {
  parameters: '<handle>',
  summary: 'Takes the role of admin or moderator from a person.',
  options: jsonOption,
  run: async (call) => {
    const account = await withBooks(call, (engine) => engine.setRole({ handle: handleOf(call) }, 'user'));
    answer(call, account, () => `${account.name} (@${account.handle}) has no role any more.`);
    return DONE;
  },
};

export const adminDisableTwoFactor: Command = {
  parameters: '<handle>',
  summary: 'For a lost phone: takes codes and passkeys from an account and signs it out everywhere.',
  options: jsonOption,
  run: async (call) => {
    const done = await withBooks(call, (engine) => engine.disableTwoFactor(handleOf(call)));
    const { account, codes, passkeys } = done;
    const taken = [
      ...(codes ? ['codes of an app'] : []),
      ...(passkeys > 0 ? [`${formatCount(passkeys)} ${passkeys === 1 ? 'passkey' : 'passkeys'}`] : []),
    ].join(' and ');
    answer(
      call,
      done,
      () =>
        `${account.name} (@${account.handle}) signs in without ${taken || 'a second step'} and is signed out everywhere.`,
    );
    return DONE;
  },
};

export const adminFlagBot: Command = {
  parameters: '<handle> [--off]',
  summary: 'Marks an account as that of a bot, which leaderboards leave out.',
  options: { ...jsonOption, off: { type: 'boolean' } },
  run: async (call) => {
    const handle = handleOf(call);
    const bot = call.values.off !== true;
    const flag = await withBooks(call, (engine) => engine.flagBot({ handle, bot }));
    answer(
      call,
      flag,
      () => `@${flag.handle} is ${flag.bot ? 'marked as a bot' : 'no longer marked as a bot'}.`,
    );
    return DONE;
  },
};

export const adminFundHouse: Command = {
  parameters: '<credits>',
  summary: 'Issues credits to the house until it has been issued so many in all.',
  options: jsonOption,
  run: async (call) => {
    const total = Credits.safeParse(numberFrom('The credits', call.positionals[0]!));
    if (!total.success) throw new UsageError(total.error.issues[0]!.message);
    const house = await withBooks(call, (engine) => engine.fundHouse(total.data));
    answer(
      call,
      house,
      () => `Issued ${formatCredits(house.issued)}; the house holds ${formatCredits(house.balance)}.`,
    );
    return DONE;
  },
};

export const adminExpireKeys: Command = {
  parameters: '[--hours=48]',
  summary: 'Forgets idempotency keys older than so many hours.',
  options: { ...jsonOption, hours: { type: 'string' } },
  run: async (call) => {
    const given = optionOf(call, 'hours');
    const hours = given === undefined ? KEYS_KEPT_HOURS : numberFrom('--hours', given);
    if (!Number.isInteger(hours) || hours < 1)
      throw new UsageError('--hours must be a whole number of at least 1.');
    const done = await withBooks(call, (engine) => engine.expireIdempotencyKeys(hours));
    answer(call, done, () => `Keys forgotten: ${formatCount(done.deleted)}.`);
    return DONE;
  },
};
