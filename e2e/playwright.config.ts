import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from './browser/findBrowser.ts';

/** Pictures of every page instead of tests: see screenshots/screenshots.spec.ts. */
const screenshots = (process.env.SCREENSHOTS ?? '') !== '';

export default defineConfig({
  testIgnore: screenshots ? 'specs/**' : 'screenshots/**',
  outputDir: '../test-results',
  globalSetup: './site/globalSetup.ts',
  // The server, its database and the browser share the machine's cores with the tests.
  workers: 1,
  timeout: 45_000,
  expect: { timeout: 8_000 },
  // A browser, a server and a database on two cores are now and then later than a click. What fails twice is broken; what fails once is counted
  // and named at the end of the run.
  retries: 1,
  forbidOnly: true,
  reporter: 'list',
  use: {
    launchOptions: await findBrowser(),
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    // Movement only explains a change, and waiting for it to end is most of what makes browser tests slow.
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 10_000,
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 900 } } },
    {
      name: 'phone',
      // What differs there: the layout, the ticket as a sheet, and touch. The rest is the same code.
      testMatch: ['story.spec.ts', 'pages.spec.ts', 'admin.spec.ts'],
      use: { ...devices['Pixel 7'], viewport: { width: 360, height: 740 }, deviceScaleFactor: 1 },
    },
  ],
});
