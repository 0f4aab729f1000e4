import { readFileSync, writeFileSync } from 'node:fs';
import { type Lock, licencesOf, notAllowed, page } from './licences.ts';

/** Writes docs/licences.md. */
const packages = licencesOf(JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock);
writeFileSync('docs/licences.md', page(packages));
const strangers = notAllowed(packages);
for (const { name, version, licence } of strangers)
  console.error(`${name} ${version}: ${licence} is not allowed.`);
console.log(`docs/licences.md: ${packages.length} packages.`);
process.exitCode = strangers.length === 0 ? 0 : 1;
