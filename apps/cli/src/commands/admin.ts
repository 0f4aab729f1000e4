import { Credits } from '@mesh-markets/contract';
import { withBooks } from '../books.ts';
import { answer, type Command, DONE, jsonOption, numberFrom, optionOf, UsageError } from '../command.ts';
import { formatCount, formatCredits } from '../format.ts';

/** As long as the server itself keeps them. */
const KEYS_KEPT_HOURS = 48;

export const adminGrant: Command = {
  parameters: '<handle>',
  summary: 'Makes a person an admin.',
  options: jsonOption,
  run: async (call) => {
    const handle = call.positionals[0]!.replace(/^@/, '');
    const account = await withBooks(call, (engine) => engine.grantAdmin({ handle }));
    answer(call, account, () => `${account.name} (@${account.handle}) is an admin.`);
    return DONE;
  },
};

export const adminFlagBot: Command = {
  parameters: '<handle> [--off]',
  summary: 'Marks an account as that of a bot, which leaderboards leave out.',
  options: { ...jsonOption, off: { type: 'boolean' } },
  run: async (call) => {
    const handle = call.positionals[0]!.replace(/^@/, '');
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
