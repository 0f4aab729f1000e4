/**
 * The page is served under a policy without `unsafe-eval`. zod would try to compile its checks and be refused, loudly
 * in the console; this must run before the first schema is built, so it is the entry's first import.
 */
(globalThis as { __zod_globalConfig?: object }).__zod_globalConfig = { jitless: true };
