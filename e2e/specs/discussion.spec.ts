import type { Market } from '@mesh-markets/contract';
import { openEngine } from '@mesh-markets/engine';
import type { Locator, Page } from '@playwright/test';
import { sharedSite } from '../site/sharedSite.ts';
import { expectGoodLooks } from '../support/looks.ts';
import { askQuestion } from '../support/markets.ts';
import type { Person } from '../support/people.ts';
import { expectNotice } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';

const phone = { width: 360, height: 740 };

/** What an open page asks for again and again arrives within a few rounds of asking. */
const afterPolls = { timeout: 20_000 };

const commentBy = (page: Page, { me }: Person): Locator =>
  page.getByRole('article', { name: `Comment by ${me.name}` });

const write = (page: Page, body: string, field = 'Your comment'): Promise<void> =>
  page.getByLabel(field, { exact: true }).fill(body);

const press = (place: Page | Locator, name: string): Promise<void> =>
  place.getByRole('button', { name, exact: true }).click();

const nameSomebody = async (writer: Person, { me }: Person): Promise<void> => {
  const { page } = writer;
  const field = page.getByLabel('Your comment', { exact: true });
  await field.pressSequentially(`It will, @${me.handle.slice(0, 4)}`);
  const found = page.getByRole('listbox', { name: 'People' });
  await expect(found.getByRole('option', { name: `${me.name} @${me.handle}` })).toBeVisible();
  await expectGoodLooks(page, 'a name being typed');
  while (
    (await found.getByRole('option', { selected: true }).textContent())?.endsWith(`@${me.handle}`) === false
  ) {
    await field.press('ArrowDown');
  }
  await field.press('Enter');
  await field.pressSequentially('see the **radar**.');
  await expect(field).toHaveValue(`It will, @${me.handle} see the **radar**.`);
  await press(page, 'Preview');
  await expect(page.getByRole('region', { name: 'Preview: Your comment' }).locator('strong')).toHaveText(
    'radar',
  );
  await expectGoodLooks(page, 'a comment as it will be');
  await press(page, 'Write');
  await page.getByLabel('Trade that the comment stands by').selectOption({ index: 1 });
  await press(page, 'Comment');
  const own = commentBy(page, writer);
  await expect(own).toContainText('holds');
  await expect(own).toContainText(/bought [\d.]+ YES at [\d.]+¢ for ₡\s120/);
  await expect(own.getByRole('link', { name: `@${me.handle}` })).toHaveAttribute('href', `/u/${me.handle}`);
  await expect(own.locator('strong')).toHaveText('radar');
  await expect(field).toHaveValue('');
};

const answerOnAPhone = async ({ page }: Person, to: Person, market: Market): Promise<void> => {
  await page.setViewportSize(phone);
  await page.goto(`/market/${market.id}`);
  const his = commentBy(page, to);
  await press(his, 'Like, 0');
  await expect(his.getByRole('button', { name: 'Like, 1' })).toHaveAttribute('aria-pressed', 'true');
  await press(his, 'Reply');
  const field = page.getByLabel(`Reply to ${to.me.name}`);
  await expect(field).toBeFocused();
  await field.fill('The radar was wrong last week.');
  await field.press('Control+Enter');
  await expect(page.getByRole('list', { name: 'Answers' })).toContainText('wrong last week');
  await expectGoodLooks(page, 'a thread on a phone');
};

const changeAndDelete = async (author: Person): Promise<void> => {
  const { page } = author;
  const own = commentBy(page, author);
  await press(own, 'More');
  await press(own, 'Edit');
  await write(page, 'It may.', 'Change your comment');
  await press(page, 'Save');
  await expect(own).toContainText('It may.');
  await expect(own).toContainText('edited');
  await press(own, 'More');
  await press(own, 'Delete');
  await expectGoodLooks(page, 'deleting a comment');
  await press(page.getByRole('dialog', { name: 'Delete your comment?' }), 'Delete');
  await expect(page.getByRole('article', { name: 'Deleted comment' })).toContainText(
    'Deleted by its author.',
  );
  await expect(page.getByText('1 comment', { exact: true })).toBeVisible();
};

test('people talk about a market with what they hold beside their names', async ({ people }) => {
  test.slow();
  const [ottilie, quirin] = [await people.signUp('Ottilie'), await people.signUp('Quirin')];
  const market = await askQuestion(ottilie);
  await quirin.client.call('placeTrade', { params: { id: market.id }, body: { side: 'YES', credits: 120 } });

  await test.step('nobody has said anything, and the page says what would be here', async () => {
    await quirin.page.goto(`/market/${market.id}`);
    await expect(quirin.page.getByRole('tabpanel', { name: 'Discussion' })).toContainText(
      'What you hold stands beside your name',
    );
    await expectGoodLooks(quirin.page, 'an empty discussion');
  });

  await test.step('Quirin names Ottilie and stands by his trade', () => nameSomebody(quirin, ottilie));
  await test.step('Ottilie likes it and answers, on a phone', () => answerOnAPhone(ottilie, quirin, market));

  await test.step('his open page shows both by itself', async () => {
    await expect(commentBy(quirin.page, ottilie)).toContainText('wrong last week', afterPolls);
    await expect(commentBy(quirin.page, quirin).getByRole('button', { name: 'Like, 1' })).toBeVisible();
    await expect(quirin.page.getByText('2 comments')).toBeVisible();
  });

  await test.step('he changes his words, and then takes them back', async () => {
    await changeAndDelete(quirin);
    await expect(commentBy(quirin.page, ottilie)).toBeVisible();
  });

  await test.step('the feed counts what is said', async () => {
    await ottilie.page.goto('/');
    const count = ottilie.page
      .getByRole('article', { name: market.question })
      .getByRole('link', { name: '1 comment' });
    await count.click();
    await expect(commentBy(ottilie.page, ottilie)).toBeVisible();
  });
});

test('a comment that does not arrive stays in its field, and arrives once', async ({ people, guard }) => {
  guard.expect(/net::ERR_FAILED/);
  const ida = await people.signUp('Ida');
  const market = await askQuestion(ida);
  const { page } = ida;
  await page.goto(`/market/${market.id}`);
  const field = page.getByLabel('Your comment', { exact: true });
  await field.fill('x'.repeat(2_001));
  await press(page, 'Comment');
  await expect(field).toHaveAccessibleDescription('Must be at most 2000 characters.');

  await field.fill('Did you hear me?');
  // It arrives, but its answer does not.
  await page.route(
    '**/comments',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await press(page, 'Comment');
  await expect(field).toHaveAccessibleDescription(/^No answer from the server/);
  await expect(field).toHaveValue('Did you hear me?');
  await press(page, 'Comment');
  await expect(field).toHaveValue('');
  await expect(commentBy(page, ida)).toHaveCount(1);
  const { commentCount } = await ida.client.call('listComments', { params: { id: market.postId } });
  expect(commentCount).toBe(1);
});

test('a link leads to a comment however far down it stands', async ({ people }) => {
  const [jan, kim] = [await people.signUp('Jan'), await people.signUp('Kim')];
  const { postId } = await askQuestion(jan);
  const params = { id: postId };
  const comment = (person: Person, body: string, parentId?: typeof first.id) =>
    person.client.call('postComment', { params, body: { body, ...(parentId && { parentId }) } });
  const first = await jan.client.call('postComment', { params, body: { body: 'The very first.' } });
  for (let i = 1; i <= 12; i += 1) await comment(kim, `Answer ${i}`, first.id);
  const linked = await comment(jan, 'The linked one.', first.id);
  for (let i = 1; i <= 25; i += 1) await comment(kim, `Later ${i}`);

  const page = await people.visitor();
  await page.goto(`/market/${postId}#comment-${linked.id}`);
  const target = page.locator(`#comment-${linked.id}`);
  await expect(target).toBeInViewport();
  await expect(target).toBeFocused();
  await expect(target).toContainText('The linked one.');
  await expectGoodLooks(page, 'a linked comment');

  await test.step('long threads begin with their first answers', async () => {
    await page.goto('/');
    await page.goto(`/market/${postId}`);
    const thread = page.getByRole('list', { name: 'Comments' });
    // What comes near the screen is loaded by itself.
    await expect(async () => {
      await thread.getByRole('listitem').last().scrollIntoViewIfNeeded();
      await expect(thread.getByText('Answer 5', { exact: true })).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expect(thread.getByText('Answer 6', { exact: true })).toHaveCount(0);
    await page.getByRole('button', { name: 'Show 8 more' }).click();
    await expect(thread.getByText('The linked one.')).toBeVisible();
    await page.getByRole('button', { name: 'Hide answers' }).click();
    await expect(thread.getByText('Answer 1', { exact: true })).toHaveCount(0);
    await page.getByRole('button', { name: 'Show 13 answers' }).click();
    await expect(thread.getByText('Answer 1', { exact: true })).toBeVisible();
  });

  await test.step('a visitor is asked to sign in, and comes back', async () => {
    await page.getByRole('tabpanel', { name: 'Discussion' }).getByRole('link', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    expect(page.url()).toContain(encodeURIComponent(`/market/${postId}`));
  });
});

test('what should not have been said is reported and removed', async ({ people }) => {
  test.slow();
  const [leo, mia, boss] = [
    await people.signUp('Leo'),
    await people.signUp('Mia'),
    await people.signUp('Nora'),
  ];
  const books = await openEngine(sharedSite().databaseUrl);
  await books.engine.grantAdmin({ userId: boss.me.id });
  await books.close();
  const post = await leo.client.call('createPost', {
    body: { body: `Anybody for tulips? ${crypto.randomUUID()}` },
  });

  await test.step('Mia talks under a text, and is reported', async () => {
    await mia.page.goto(`/post/${post.id}`);
    await write(mia.page, 'Cheap tulips at my shop!');
    await press(mia.page, 'Comment');
    await expect(commentBy(mia.page, mia)).toBeVisible();

    const { page } = leo;
    await page.goto(`/post/${post.id}`);
    await expectGoodLooks(page, 'a post with comments');
    const hers = commentBy(page, mia);
    await press(hers, 'More');
    await press(hers, 'Report');
    const dialog = page.getByRole('dialog', { name: 'Report this comment' });
    await dialog.getByText('Spam or advertising').click();
    await dialog.getByLabel('Anything to add?').fill('Third time this week.');
    await expectGoodLooks(page, 'reporting a comment');
    await press(dialog, 'Report');
    await expectNotice(page, 'An admin will look at it.');
  });

  await test.step('an admin finds it in the menu and removes it', async () => {
    const { page } = boss;
    await page.goto('/');
    await page.getByRole('button', { name: /: account$/ }).click();
    await page.getByRole('navigation', { name: 'Account' }).getByRole('link', { name: 'Reports' }).click();
    const report = page
      .getByRole('article', { name: 'Comment by Mia' })
      .filter({ hasText: 'Third time this week.' });
    await expect(report).toContainText('Spam or advertising');
    await expectGoodLooks(page, 'reports to decide');
    await press(report, 'Remove the comment');
    await expectNotice(page, 'Removed.');
    await expect(report).toHaveCount(0);
    await page.getByText('Decided', { exact: true }).click();
    await expect(report).toContainText('Removed by');
    await expectGoodLooks(page, 'reports that are decided');
  });

  await test.step('it is gone for everybody, and the page is for admins alone', async () => {
    await leo.page.reload();
    await expect(leo.page.getByText('Nobody has said anything yet')).toBeVisible();
    await leo.page.goto('/admin/reports');
    await expect(leo.page.getByRole('heading', { name: 'This page is for moderators' })).toBeVisible();
  });
});
