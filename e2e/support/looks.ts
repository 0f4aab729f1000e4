import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

/** Colours change with the frame after the one in which the scheme does. */
const nextFrames = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/** How far the widest thing sticks out of the screen; a phone would zoom out or scroll sideways. */
const overhang = async (page: Page): Promise<number> => {
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  return width - (page.viewportSize()?.width ?? width);
};

/** One line for each rule that is broken, with where. */
const axeFindings = async (page: Page, scheme: 'light' | 'dark'): Promise<string[]> => {
  await page.emulateMedia({ colorScheme: scheme });
  await page.evaluate(nextFrames);
  // The usual mode opens a page of its own for its last step, each time.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  // In the dark only the colours are others.
  if (scheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block']);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  );
};

/** What is on screen now is accessible in both colour schemes and no wider than the screen. */
export const expectGoodLooks = (page: Page, name: string): Promise<void> =>
  test.step(name, async () => {
    for (const scheme of ['dark', 'light'] as const) {
      expect.soft(await axeFindings(page, scheme), `${name}, ${scheme}`).toEqual([]);
    }
    expect.soft(await overhang(page), `${name} sticks out`).toBeLessThanOrEqual(0);
  });
