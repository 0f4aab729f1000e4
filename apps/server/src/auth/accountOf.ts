import type { UserId } from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';

/** The account of somebody who just proved who they are; made here if that did not happen at sign-up. */
export const accountOf = async (
  engine: Pick<Engine, 'findAccount' | 'createAccount'>,
  person: { id: string; name: string },
): Promise<UserId> => {
  const account = await engine.findAccount(person.id);
  return (account ?? (await engine.createAccount({ authUserId: person.id, name: person.name }))).userId;
};
