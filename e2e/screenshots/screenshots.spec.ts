import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEngine } from '@mesh-markets/engine';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';
import { livePast } from './past.ts';
import { type Shot, shotsOf } from './shots.ts';

/*
 * Not a test but a look: SCREENSHOTS=/some/folder npm run e2e saves every page, light and dark, wide and narrow.
 * SHOTS=market narrows it down to the names that contain the word.
 */

const folder = process.env.SCREENSHOTS || path.join(tmpdir(), 'mesh-markets-screenshots');
const wanted = process.env.SHOTS ?? '';
const sizes = [
  { width: 1280, height: 900, longest: 1_500 },
  { width: 360, height: 740, longest: 1_900 },
] as const;

/** Until the skeletons are gone and every figure has arrived. */
const settle = async (page: Page): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready');
};

const take = async (page: Page, { name, address, act }: Shot): Promise<void> => {
  for (const { longest, ...size } of sizes) {
    await page.setViewportSize(size);
    await page.goto(address);
    await settle(page);
    await act?.(page);
    await settle(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const file = path.join(folder, `${name}-${size.width}-${colorScheme}.png`);
      const clip = { x: 0, y: 0, width: size.width, height: longest };
      await page.screenshot(act === undefined ? { path: file, fullPage: true, clip } : { path: file });
    }
  }
};

test('every page is saved as a picture', async ({ people, sites, guard }) => {
  test.setTimeout(900_000);
  guard.expect(/status of 40[14] /);
  mkdirSync(folder, { recursive: true });
  const site = await sites.start();
  const here = people.at(site.url);
  const hero = await here.signUp('Ana Moreira');
  const visitor = await here.visitor();
  const past = await livePast(site.databaseUrl, hero.me);
  const boss = await here.signUp('Olga Boss');
  const books = await openEngine(site.databaseUrl);
  await books.engine.grantAdmin({ userId: boss.me.id });
  await books.close();
  for (const shot of shotsOf(past).filter(({ name }) => name.includes(wanted))) {
    const looking = shot.admin === true ? boss.page : shot.visitor === true ? visitor : hero.page;
    await test.step(shot.name, () => take(looking, shot));
  }
});
