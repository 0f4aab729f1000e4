export { inDays, newKey, openTestBooks, type TestBooks } from './books.ts';
export { startTestCluster, type TestCluster } from './cluster.ts';
export { corrupt } from './corrupt.ts';
export { ConnectionLeakError, createTestDatabase, type TestDatabase } from './database.ts';
export { deliveries } from './deliveries.ts';
export { outgoing } from './outgoing.ts';
export { runner } from './runner.ts';
export {
  ageSessions,
  confirmAddress,
  expireSecrets,
  forgetPassword,
  readStoredCodes,
} from './secondFactors.ts';
export { signIns } from './signIns.ts';
export { statementsDuring } from './statementsDuring.ts';
