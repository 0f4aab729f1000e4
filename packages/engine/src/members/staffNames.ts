import { alikeAtAGlance, type UserId } from '@mesh-markets/contract';
import type { Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';

interface StaffRow {
  readonly name: string;
  readonly handle: string;
}

const readStaff = async (reader: Reader, self: UserId | undefined): Promise<StaffRow[]> =>
  (
    await reader.query<StaffRow>(
      `select name, handle from users where role <> 'user' and id is distinct from $1`,
      [self ?? null],
    )
  ).rows;

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Another text that is read as the same. Two people may be called the same in so many letters: that is what handles are for. */
const passesFor = (given: string, known: string): boolean =>
  plain(given) !== plain(known) &&
  alikeAtAGlance(given) !== '' &&
  alikeAtAGlance(given) === alikeAtAGlance(known);

/** Whether a name is drawn like the name or the handle of a moderator or an admin, in other letters. */
export const resemblesStaff = async (reader: Reader, name: string, self?: UserId): Promise<boolean> =>
  (await readStaff(reader, self)).some(
    ({ name: known, handle }) => passesFor(name, known) || passesFor(name, handle),
  );

/** @throws Refusal VALIDATION_FAILED */
export const requireOwnName = async (
  reader: Reader,
  given: { name?: string | undefined; handle?: string | undefined },
  self?: UserId,
): Promise<void> => {
  for (const text of [given.name, given.handle]) {
    if (text !== undefined && (await resemblesStaff(reader, text, self)))
      throw new Refusal(
        'VALIDATION_FAILED',
        `“${text}” looks like the name of somebody who runs this site, in other letters. Choose another.`,
      );
  }
};
