import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Provider } from '@openfeature/server-sdk';
import { StartError } from '../startError.ts';

const isProvider = (value: unknown): value is Provider =>
  typeof (value as Partial<Provider> | null | undefined)?.resolveBooleanEvaluation === 'function';

/**
 * The provider that a module exports as its default, or what its default export makes when it is a function. A name with a dot or a slash
 * in front is a file, counted from where the server was started; any other is a package.
 * @throws StartError
 */
export const loadProvider = async (name: string): Promise<Provider> => {
  const isFile = name.startsWith('.') || path.isAbsolute(name);
  let made: unknown;
  try {
    const module: { default?: unknown } = await import(
      isFile ? pathToFileURL(path.resolve(name)).href : name
    );
    made = typeof module.default === 'function' ? await module.default() : module.default;
  } catch (error) {
    throw new StartError(`FLAGS_PROVIDER names ${name}, which cannot be loaded: ${(error as Error).message}`);
  }
  if (isProvider(made)) return made;
  throw new StartError(
    `FLAGS_PROVIDER names ${name}, whose default export is no OpenFeature provider and makes none.`,
  );
};
