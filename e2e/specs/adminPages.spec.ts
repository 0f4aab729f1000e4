import { openEngine } from '@mesh-markets/engine';
import type { Page } from '@playwright/test';
import { expectGoodLooks } from '../support/looks.ts';
import { setTheStage } from '../support/stage.ts';
import { expect, test } from '../support/test.ts';

/** Pages for admins, and others that pages.spec.ts leaves out, each by its address and its heading. */
const pagesOfAdmins = [
  ['/admin', 'Dashboard'],
  ['/admin/reports', 'Reports'],
  ['/admin/disputes', 'Disputes'],
  ['/admin/waiting', 'Waiting'],
  ['/admin/people', 'People'],
  ['/admin/invitations', 'Invitations'],
  ['/admin/log', 'Log'],
  ['/admin/flags', 'Switches'],
  ['/admin/webhooks', 'Webhooks'],
  ['/transparency', 'Transparency'],
  ['/notifications', 'Notifications'],
  ['/settings', 'Settings'],
] as const;

const look = async (page: Page, address: string): Promise<void> => {
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  // Until skeletons have given way to what they stood for.
  await page.waitForLoadState('networkidle');
  await expectGoodLooks(page, address);
};

test('every page of an admin is accessible and fits a wide and a narrow screen', async ({
  people,
  sites,
  guard,
}) => {
  test.setTimeout(240_000);
  guard.expect(/status of 404 .*\/api\/unsubscribe/);
  const site = await sites.start();
  const stage = await setTheStage(people.at(site.url));
  const { page, me } = stage.asker;
  const books = await openEngine(site.databaseUrl);
  await books.engine.grantAdmin({ userId: me.id });
  const post = (await books.engine.createPost({ userId: me.id, body: 'W'.repeat(300) })).answer;
  const report = {
    userId: stage.trader.me.id,
    postId: post.id,
    reason: 'SPAM',
    note: 'W'.repeat(200),
  } as const;
  await books.engine.reportPost(report);
  await books.close();
  for (const size of [
    { width: 1280, height: 900 },
    { width: 360, height: 740 },
  ]) {
    await page.setViewportSize(size);
    for (const [address, title] of pagesOfAdmins) {
      await look(page, address);
      await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
    }
    await look(page, `/post/${post.id}`);
    await look(page, `/unsubscribe/${'x'.repeat(40)}`);
  }
});
