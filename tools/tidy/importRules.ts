import path from 'node:path';
import { isTestCode, roomOf, type SourceFile } from './files.ts';
import type { Import } from './syntax.ts';

/** The fields of a package.json that say what may be imported. */
export interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The import arrow: which rooms a room may know. What is not here may not be imported. */
export const arrow: Readonly<Record<string, readonly string[]>> = {
  'packages/market-maker': [],
  'packages/contract': ['@mesh-markets/market-maker'],
  'packages/engine': ['@mesh-markets/contract', '@mesh-markets/market-maker'],
  'packages/client': ['@mesh-markets/contract', '@mesh-markets/market-maker'],
  'apps/server': ['@mesh-markets/contract', '@mesh-markets/engine'],
  'apps/web': ['@mesh-markets/client', '@mesh-markets/contract', '@mesh-markets/market-maker'],
  'apps/cli': ['@mesh-markets/client', '@mesh-markets/contract', '@mesh-markets/engine'],
};

/** Each has one room; its scoped and hyphenated relatives (`@fastify/static`, `react-dom`) go with it. */
const housedPackages: Readonly<Record<string, string>> = {
  pg: 'packages/engine',
  fastify: 'apps/server',
  react: 'apps/web',
};

/** These also run, or are type-checked, where there is no Node. */
const browserRooms = ['packages/market-maker', 'packages/contract', 'packages/client', 'apps/web'];

const testTools = ['vitest', 'fast-check'];
const testingEntry = '@mesh-markets/engine/testing';

/** What is wrong with the imports of a file in a room, one sentence each. */
export function checkImports(
  file: SourceFile,
  imports: readonly Import[],
  manifest: Manifest,
): { line: number; message: string }[] {
  return imports.flatMap((statement) => {
    const message = checkImport(file, statement, manifest);
    return message === undefined ? [] : [{ line: statement.line, message }];
  });
}

function checkImport(file: SourceFile, statement: Import, manifest: Manifest): string | undefined {
  const { specifier } = statement;
  const room = roomOf(file.path);
  if (room === undefined) return undefined;
  if (specifier.startsWith('.')) return checkRelative(file, specifier, room);
  if (specifier.startsWith('node:')) return checkNode(file, specifier, room);
  const name = packageName(specifier);
  if (name.startsWith('@mesh-markets/')) return checkWorkspace(file, specifier, name, room);
  return checkPackage(file, statement, name, room, manifest);
}

function checkRelative({ path: filePath }: SourceFile, specifier: string, room: string): string | undefined {
  const target = path.posix.join(path.posix.dirname(filePath), specifier);
  if (target.startsWith(`${room}/`)) return undefined;
  return `"${specifier}" leaves ${room}; rooms know each other by their package names`;
}

function checkNode(file: SourceFile, specifier: string, room: string): string | undefined {
  const inSource = file.path.startsWith(`${room}/src/`);
  if (!inSource || isTestCode(file) || !browserRooms.includes(room)) return undefined;
  return `"${specifier}" does not exist in a browser, where ${room} runs too`;
}

function checkWorkspace(file: SourceFile, specifier: string, name: string, room: string): string | undefined {
  if (specifier === testingEntry) {
    return isTestCode(file) ? undefined : `"${specifier}" is for tests only`;
  }
  const allowed = arrow[room];
  if (allowed === undefined) return `${room} is a room that the import arrow does not know`;
  return allowed.includes(name) ? undefined : `${room} may not know "${name}"`;
}

function checkPackage(
  file: SourceFile,
  { specifier, typeOnly }: Import,
  name: string,
  room: string,
  manifest: Manifest,
): string | undefined {
  const house = Object.entries(housedPackages).find(([owner]) => isRelated(name, owner))?.[1];
  if (house !== undefined && house !== room) return `"${name}" belongs in ${house} alone`;
  if (isTestCode(file) && testTools.includes(name)) return undefined;

  const shipped = name in { ...manifest.dependencies, ...manifest.optionalDependencies };
  const forDevelopment = name in { ...manifest.devDependencies };
  const runs = file.path.startsWith(`${room}/src/`) && !isTestCode(file) && !typeOnly;
  if (shipped || (forDevelopment && !runs)) return undefined;
  return forDevelopment
    ? `"${specifier}" is needed at run time but is a devDependency of ${room}`
    : `"${specifier}" is not declared in ${room}/package.json`;
}

function isRelated(name: string, owner: string): boolean {
  return name === owner || name.startsWith(`${owner}-`) || name.startsWith(`@${owner}/`);
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
