/** What came back for one request. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly seconds: number;
}

/** Words that only the inside of the server knows. */
const leaks: readonly (readonly [string, RegExp])[] = [
  ['a stack trace', /\bat (?:async )?[\w.<>]+ \((?:file:|node:|\/)/],
  // But the one path that the run itself writes into comments and reasons.
  ['a path of the server', /node_modules|file:\/\/\/(?!etc\/passwd)|\/(?:packages|apps)\/\w+\/src\//],
  ['a statement', /\b(?:select|insert into|update) [\s\S]{0,80}\b(?:from|values|set)\b[\s\S]{0,40}\$\d/i],
  [
    'a database error',
    /duplicate key value|violates (?:check|foreign|unique|not-null)|syntax error at or near|invalid input syntax/,
  ],
  ['a database address', /postgres(?:ql)?:\/\//],
  ['a password hash', /"password(?:_hash|Hash)?":"|\$scrypt\$|\$argon2/],
];

/** What any address may answer before a route is chosen. */
const ANYWHERE = new Set([400, 404, 405, 413, 415]);

const SLOW_SECONDS = 20;

/** What is wrong with a reply, in words; undefined when nothing is. `sent` is what we said ourselves, which may come back. */
export const faultOf = (reply: Reply, sent: string, documented: ReadonlySet<number>): string | undefined => {
  // What is named and documented (503, and 501 of an address that others define) is an answer, not a fault.
  const isNamed = documented.has(reply.status) && /"code":"[A-Z_]+"/.test(reply.text);
  if (reply.status === 500 || (reply.status > 500 && !isNamed)) return `answered ${reply.status}`;
  if (!documented.has(reply.status) && !ANYWHERE.has(reply.status)) {
    return `answered ${reply.status}, which its document does not name`;
  }
  if (reply.seconds > SLOW_SECONDS) return `took ${reply.seconds.toFixed(1)} s`;
  if (reply.status >= 400 && !reply.contentType.startsWith('application/problem+json')) {
    return `refused with ${reply.status} as "${reply.contentType}" instead of a problem`;
  }
  return leakOf(reply.text, sent);
};

/** What of the inside an answer shows, in words. */
export const leakOf = (text: string, sent: string): string | undefined => {
  for (const [what, pattern] of leaks) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined && !sent.includes(found)) return `shows ${what}: ${found.slice(0, 120)}`;
  }
  return undefined;
};
