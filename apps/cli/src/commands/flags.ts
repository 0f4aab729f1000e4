import { FeatureName, type Flag, featureNames, type SetFlagBody } from '@mesh-markets/contract';
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
import { formatTable } from '../table.ts';

const wordsOf = ({ enabled, percentage, allowed }: Flag): string => {
  if (!enabled) return 'off';
  if (percentage === 100) return 'on';
  const listed = allowed.length === 0 ? '' : ` and ${allowed.map(({ handle }) => `@${handle}`).join(', ')}`;
  return `on for ${percentage} %${listed}`;
};

const tableOf = (flags: readonly Flag[]): string =>
  formatTable(
    [{ title: 'flag' }, { title: 'state' }, { title: 'changed' }, { title: 'reason' }],
    flags.map((flag) => [
      flag.name,
      wordsOf(flag),
      flag.changedAt === undefined
        ? ''
        : `${flag.changedAt.slice(0, 16).replace('T', ' ')}${flag.changedBy ? ` by @${flag.changedBy.handle}` : ''}`,
      flag.reason ?? '',
    ]),
  );

/** What is switched on, for whom. */
export const flags: Command = {
  parameters: '',
  summary: 'Lists what is switched on, for whom, and who switched it.',
  options: jsonOption,
  run: async (call) => {
    const all = await withBooks(call, (engine) => engine.listFlags());
    answer(call, all, () => tableOf(all));
    return DONE;
  },
};

const nameFrom = (text: string) => {
  const name = FeatureName.safeParse(text);
  if (!name.success) throw new UsageError(`There is no flag "${text}": ${featureNames.join(', ')}.`);
  return name.data;
};

const changeFrom = (call: Call): SetFlagBody => {
  const word = call.positionals[1]!;
  if (word !== 'on' && word !== 'off') throw new UsageError(`Say on or off, not "${word}".`);
  const percentage = optionOf(call, 'percentage');
  const allowed = optionOf(call, 'allow');
  const reason = optionOf(call, 'reason');
  const share = percentage === undefined ? undefined : numberFrom('--percentage', percentage);
  if (share !== undefined && !(Number.isInteger(share) && share >= 0 && share <= 100)) {
    throw new UsageError('--percentage must be a whole number from 0 to 100.');
  }
  return {
    enabled: word === 'on',
    ...(share === undefined ? {} : { percentage: share }),
    ...(allowed === undefined
      ? {}
      : {
          allowed: allowed
            .split(',')
            .map((handle) => handle.trim().replace(/^@/, ''))
            .filter(Boolean),
        }),
    ...(reason === undefined ? {} : { reason }),
  };
};

/** Felt by every server within seconds. */
export const flagsSet: Command = {
  parameters: '<flag> <state> [--percentage=n] [--allow=handle,handle] [--reason=words]',
  summary: 'Switches a flag on or off, for everybody or for some; every server follows within seconds.',
  options: {
    ...jsonOption,
    percentage: { type: 'string' },
    allow: { type: 'string' },
    reason: { type: 'string' },
  },
  run: async (call) => {
    const name = nameFrom(call.positionals[0]!);
    const change = changeFrom(call);
    const flag = await withBooks(call, (engine) => engine.setFlag(name, change));
    answer(call, flag, () => `${flag.name} is ${wordsOf(flag)}.`);
    return DONE;
  },
};
