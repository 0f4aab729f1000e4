/** The one server of the run, for the tests that can share it. */
export interface SharedSite {
  readonly url: string;
  readonly databaseUrl: string;
  readonly webRoot: string;
}

const variable = 'MESH_MARKETS_E2E_SITE';

/** The environment is what a test runner's workers get from its setup. */
export const announceSharedSite = (site: SharedSite): void => {
  process.env[variable] = JSON.stringify(site);
};

export const sharedSite = (): SharedSite => {
  const announced = process.env[variable];
  if (announced === undefined) throw new Error('The global setup has not run.');
  return JSON.parse(announced) as SharedSite;
};
