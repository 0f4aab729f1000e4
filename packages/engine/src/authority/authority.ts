import type { AnswerOf, BanBody, BanId, PersonFacts, PostId, Role, UserId } from '@mesh-markets/contract';
import type { Account } from '../api.ts';
import type { Slice, SliceOptions } from '../slice.ts';
import { banPerson, liftBan } from './banPerson.ts';
import type { BanBoard } from './bans.ts';
import { hidePost, showPost } from './hidePost.ts';
import { listDeeds } from './listDeeds.ts';
import { listPeople, personFacts } from './listPeople.ts';
import { setRole } from './setRole.ts';

/** What moderators and admins may do to others, and the record of it. */
export interface AuthorityVerbs {
  readonly listPeople: (by: UserId, query?: string) => Promise<AnswerOf<'listPeople'>>;
  readonly banPerson: (command: { by: UserId; handle: string } & BanBody) => Promise<PersonFacts>;
  readonly liftBan: (command: { by: UserId; id: BanId }) => Promise<null>;
  /** `by` is absent for an operator at the command line. @throws Refusal FORBIDDEN, NOT_FOUND */
  readonly setRole: (
    who: { userId: UserId } | { handle: string },
    role: Role,
    by?: UserId,
  ) => Promise<Account>;
  readonly personFacts: (userId: UserId) => Promise<PersonFacts>;
  readonly hidePost: (command: { by: UserId; postId: PostId; reason: string }) => Promise<null>;
  readonly showPost: (command: { by: UserId; postId: PostId }) => Promise<null>;
  readonly listDeeds: (
    by: UserId,
    query: { cursor?: string | undefined; limit: number },
  ) => Promise<AnswerOf<'listDeeds'>>;
}

export const createAuthority = ({ pool, settings }: SliceOptions, bans: BanBoard): Slice<AuthorityVerbs> => {
  const then = async <Answer>(doing: Promise<Answer>): Promise<Answer> => {
    const answer = await doing;
    bans.forget();
    return answer;
  };
  return {
    verbs: {
      listPeople: (by, query) => listPeople(pool, by, query, settings.isDisposableMail),
      banPerson: (command) => then(banPerson(pool, command)),
      liftBan: (command) => then(liftBan(pool, command)),
      setRole: (who, role, by) => setRole(pool, who, role, by),
      personFacts: (userId) => personFacts(pool, userId),
      hidePost: (command) => hidePost(pool, command),
      showPost: (command) => showPost(pool, command),
      listDeeds: (by, query) => listDeeds(pool, by, query),
    },
    consumers: [],
  };
};
