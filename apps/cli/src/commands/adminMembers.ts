import { EmailAddress, INVITATION_DAYS_MAX, INVITATION_USES_MAX } from '@mesh-markets/contract';
import { withBooks } from '../books.ts';
import {
  answer,
  type Call,
  type Command,
  DONE,
  jsonOption,
  numberFrom,
  optionOf,
  type Terminal,
  UsageError,
} from '../command.ts';

/** Where the server is reached: the setting of the server itself, or where it listens by itself. */
const siteOf = ({ environment }: Terminal): string =>
  environment.PUBLIC_URL?.trim().replace(/\/+$/, '') ||
  `http://localhost:${environment.PORT?.trim() || 3000}`;

/** For somebody whom no mail reaches. */
export const adminResetLink: Command = {
  parameters: '<email|handle>',
  summary: 'Prints a link with which a person chooses a new password; it works once, for an hour.',
  options: jsonOption,
  run: async (call) => {
    const who = call.positionals[0]!.replace(/^@/, '');
    const { token, expiresAt, name, email } = await withBooks(call, (engine) => engine.makeResetLink(who));
    const link = `${siteOf(call)}/reset-password#token=${token}`;
    answer(call, { link, expiresAt, name, email }, () =>
      [`For ${name} (${email}), good for an hour:`, link].join('\n'),
    );
    return DONE;
  },
};

const wholeOf = (call: Call, option: string, usual: number, max: number): number => {
  const given = optionOf(call, option);
  const value = given === undefined ? usual : numberFrom(`--${option}`, given);
  if (!Number.isInteger(value) || value < 1 || value > max)
    throw new UsageError(`--${option} must be a whole number from 1 to ${max}.`);
  return value;
};

export const adminInvite: Command = {
  parameters: '[--email=address] [--uses=1] [--days=7]',
  summary: 'Prints a link that lets somebody join; it is shown this once.',
  options: {
    ...jsonOption,
    email: { type: 'string' },
    uses: { type: 'string' },
    days: { type: 'string' },
  },
  run: async (call) => {
    const given = optionOf(call, 'email');
    const email = EmailAddress.optional().safeParse(given);
    if (!email.success) throw new UsageError('--email must be an e-mail address.');
    const uses = wholeOf(call, 'uses', 1, INVITATION_USES_MAX);
    const days = wholeOf(call, 'days', 7, INVITATION_DAYS_MAX);
    const { invitation, token } = await withBooks(call, (engine) =>
      engine.createInvitation({ email: email.data, uses, days }),
    );
    const link = `${siteOf(call)}/sign-up#invite=${token}`;
    const guests = email.data ?? (uses === 1 ? 'one person' : `${uses} people`);
    answer(call, { link, invitation }, () =>
      [`Invitation ${invitation.id} for ${guests}, until ${invitation.expiresAt.slice(0, 10)}:`, link].join(
        '\n',
      ),
    );
    return DONE;
  },
};
