import type { Command } from '../command.ts';
import {
  adminDisableTwoFactor,
  adminExpireKeys,
  adminFlagBot,
  adminFundHouse,
  adminGrant,
  adminRevoke,
} from './admin.ts';
import { adminInvite, adminResetLink } from './adminMembers.ts';
import { audit } from './audit.ts';
import { backup, restore } from './backup.ts';
import { closeMarkets } from './closeMarkets.ts';
import { decide } from './decide.ts';
import { demo } from './demo.ts';
import { exportHistory } from './export.ts';
import { flags, flagsSet } from './flags.ts';
import { importHistory } from './import.ts';
import { markets } from './markets.ts';
import { rebuildStatistics } from './rebuildStatistics.ts';
import { show } from './show.ts';
import { buy, quote, sell } from './trade.ts';
import { verifyChain } from './verifyChain.ts';
import { balance, portfolio } from './wallet.ts';

/** Verbs that work on the database, for who runs the server. */
export const operatorCommands: Readonly<Record<string, Command>> = {
  audit,
  'verify-chain': verifyChain,
  backup,
  restore,
  export: exportHistory,
  import: importHistory,
  flags,
  'flags set': flagsSet,
  'close-markets': closeMarkets,
  demo,
  decide,
  'rebuild-statistics': rebuildStatistics,
  'admin grant': adminGrant,
  'admin revoke': adminRevoke,
  'admin disable-two-factor': adminDisableTwoFactor,
  'admin flag-bot': adminFlagBot,
  'admin invite': adminInvite,
  'admin reset-link': adminResetLink,
  'admin fund-house': adminFundHouse,
  'admin expire-keys': adminExpireKeys,
};

/** Verbs that talk to a server, for who trades on it. */
export const traderCommands: Readonly<Record<string, Command>> = {
  markets,
  show,
  quote,
  buy,
  sell,
  balance,
  portfolio,
};

export const commands: Readonly<Record<string, Command>> = { ...operatorCommands, ...traderCommands };
