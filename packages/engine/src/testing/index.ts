export { inDays, newKey, openTestBooks, type TestBooks } from './books.ts';
export { startTestCluster, type TestCluster } from './cluster.ts';
export { ConnectionLeakError, createTestDatabase, type TestDatabase } from './database.ts';
