import type { RouteName } from '@mesh-markets/contract';
import type { RouteHandler } from '../api/handler.ts';
import { confirmCodes, renewBackupCodes, startCodes, stopCodes } from '../auth/codes.ts';
import { unlinkProvider } from '../auth/oidc/unlinkProvider.ts';
import { addPasskey, removePasskey, renamePasskey, startPasskey } from '../auth/passkeys/ownPasskeys.ts';
import { getSecurity } from '../auth/security.ts';
import { getOembed } from '../share/oembed.ts';
import { getDashboard } from './analytics.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './apiKeys.ts';
import { banPerson, hidePost, liftBan, listDeeds, listPeople, setRole, showPost } from './authority.ts';
import { claimAdmin } from './claimAdmin.ts';
import { closeMarket } from './closeMarket.ts';
import { closeMarkets } from './closeMarkets.ts';
import { createMarket } from './createMarket.ts';
import { createPost } from './createPost.ts';
import { getFollows, listFollowers, listFollowing, listMovers, listTopics, search } from './discovery.ts';
import {
  deleteComment,
  editComment,
  likeComment,
  listComments,
  listOwnTrades,
  listReplies,
  postComment,
} from './discussion.ts';
import { handleReport, listReports, reportComment, reportPost } from './discussionReports.ts';
import { exportTrades } from './exports.ts';
import { getFeatures, listFlags, setFlag } from './flags.ts';
import { followMarket, followUser, unfollowMarket, unfollowUser } from './follow.ts';
import { getInstance } from './getInstance.ts';
import { getMarket } from './getMarket.ts';
import { getMe, updateMe } from './me.ts';
import {
  createInvitation,
  endOtherSessions,
  endSession,
  listInvitations,
  listSessions,
  revokeInvitation,
} from './members.ts';
import {
  getNotificationSettings,
  getPushKey,
  sendTestNotification,
  showUnsubscribe,
  subscribePush,
  unsubscribe,
  unsubscribePush,
  updateNotificationSettings,
} from './notificationSettings.ts';
import { countUnread, listNotifications, markAllRead, markRead } from './notifications.ts';
import {
  acceptOracle,
  askOracle,
  declineOracle,
  listWaiting,
  stepDownOracle,
  withdrawOracle,
} from './oracles.ts';
import { placeTrade } from './placeTrade.ts';
import { getFeed, getPost } from './readFeed.ts';
import { getHistory, listHolders, listTrades, quote } from './readMarket.ts';
import { findUsers, getProfile } from './readPeople.ts';
import { flagBot, getLeaderboard, getProfitHistory } from './reputation.ts';
import {
  amendProposal,
  correctResolution,
  decideDispute,
  disputeProposal,
  getResolutionHistory,
  listDisputes,
  previewCorrection,
  withdrawProposal,
} from './resolution.ts';
import { previewResolution, resolveMarket } from './resolveMarket.ts';
import { getTransparency } from './transparency.ts';
import { exportLedger, exportPortfolio, getLedger, getPortfolio, getWallet } from './wallet.ts';
import {
  createWebhook,
  deleteWebhook,
  listWebhookDeliveries,
  listWebhooks,
  replayWebhookDelivery,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
} from './webhooks.ts';

/** The handler of every route of the contract, under the route's name; the type lets none be forgotten. */
export const handlers: { readonly [N in RouteName]: RouteHandler<N> } = {
  getFeed,
  createPost,
  createInvitation,
  endOtherSessions,
  endSession,
  listInvitations,
  listSessions,
  revokeInvitation,
  getPost,
  createMarket,
  getMarket,
  listTrades,
  getHistory,
  listHolders,
  quote,
  placeTrade,
  closeMarket,
  previewResolution,
  resolveMarket,
  askOracle,
  withdrawOracle,
  acceptOracle,
  declineOracle,
  stepDownOracle,
  listWaiting,
  getWallet,
  getLedger,
  exportLedger,
  getPortfolio,
  exportPortfolio,
  getProfile,
  findUsers,
  getMe,
  updateMe,
  claimAdmin,
  getSecurity,
  startCodes,
  confirmCodes,
  renewBackupCodes,
  stopCodes,
  startPasskey,
  addPasskey,
  renamePasskey,
  removePasskey,
  unlinkProvider,
  listApiKeys,
  createApiKey,
  revokeApiKey,
  closeMarkets,
  getTransparency,
  getLeaderboard,
  getProfitHistory,
  flagBot,
  getInstance,
  getDashboard,
  listWebhooks,
  createWebhook,
  updateWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  testWebhook,
  listWebhookDeliveries,
  replayWebhookDelivery,
  exportTrades,
  listComments,
  listReplies,
  listOwnTrades,
  postComment,
  editComment,
  deleteComment,
  likeComment,
  reportComment,
  reportPost,
  listReports,
  handleReport,
  search,
  listTopics,
  listMovers,
  getFollows,
  listFollowers,
  listFollowing,
  followUser,
  unfollowUser,
  followMarket,
  unfollowMarket,
  getOembed,
  getResolutionHistory,
  disputeProposal,
  amendProposal,
  withdrawProposal,
  decideDispute,
  previewCorrection,
  correctResolution,
  listDisputes,
  listNotifications,
  countUnread,
  markRead,
  markAllRead,
  getNotificationSettings,
  updateNotificationSettings,
  sendTestNotification,
  getPushKey,
  subscribePush,
  unsubscribePush,
  showUnsubscribe,
  unsubscribe,
  listPeople,
  banPerson,
  liftBan,
  setRole,
  hidePost,
  showPost,
  listDeeds,
  getFeatures,
  listFlags,
  setFlag,
};
