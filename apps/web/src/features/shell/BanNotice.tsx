import { useMe } from '../account/useSession.ts';
import { takenWords, untilWords } from '../admin/people/banWords.ts';

/** On every page, for whom a moderator took something from: what, until when and why. */
export const BanNotice = () => {
  const bans = useMe()?.bans ?? [];
  return bans.map((ban) => (
    <div key={ban.id} role="note" className="mt-5 rounded-md bg-notice-soft px-4 py-2 text-sm text-notice">
      <strong className="font-semibold">
        You cannot {takenWords[ban.scope]} {untilWords(ban)}.
      </strong>{' '}
      A moderator decided so: <bdi className="whitespace-pre-wrap">{ban.reason}</bdi>
    </div>
  ));
};
