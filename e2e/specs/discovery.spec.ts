import type { Page } from '@playwright/test';
import { expectGoodLooks } from '../support/looks.ts';
import { askQuestion, inDays, ownWords } from '../support/markets.ts';
import type { Person } from '../support/people.ts';
import { expectNotice, marketCard } from '../support/steps.ts';
import { expect, test } from '../support/test.ts';

const items = (page: Page) => page.getByRole('list', { name: 'Posts' }).locator('[data-feed-item]');
/** A word nobody else on the shared site uses. */
const ownWord = (): string => `q${crypto.randomUUID().slice(0, 8)}`;
const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'What the feed shows' }).getByRole('link', { name });
const buy = ({ client }: Person, id: string, credits: number) =>
  client.call('placeTrade', { params: { id: id as never }, body: { side: 'YES', credits } });

test('the tabs of the feed order it, and are addresses to share', async ({ people }) => {
  const asker = await people.signUp('Ines');
  const topic = ownWord();
  const later = await askQuestion(asker, { topics: [topic], closesAt: inDays(9) });
  const sooner = await askQuestion(asker, { topics: [topic], closesAt: inDays(0.02) });
  await buy(asker, later.id, 900);
  const { page } = asker;

  await page.goto('/');
  await expect(marketCard(page, sooner.question)).toBeVisible();
  await tab(page, 'Trending').click();
  await expect(page).toHaveURL(/\?tab=trending$/);
  await expect(items(page).first()).toContainText(later.question);
  await tab(page, 'Closing soon').click();
  await expect(items(page).first()).toContainText(sooner.question);
  await page.goBack();
  await expect(items(page).first()).toContainText(later.question);

  await page.goto(`/topic/${topic}`);
  await expect(page.getByRole('heading', { level: 1, name: `#${topic}` })).toBeVisible();
  await expect(items(page)).toHaveCount(2);
  await page.getByLabel('Order').selectOption('Most traded now');
  await expect(items(page).first()).toContainText(later.question);
  await page.getByText('Resolved', { exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Nothing about this yet' })).toBeVisible();
  await expect(page).toHaveURL(/state=resolved/);
});

test('following a person and a market fills the tab of the same name', async ({ people }) => {
  const [asker, other, reader] = [
    await people.signUp('Jule'),
    await people.signUp('Kurt'),
    await people.signUp('Lena'),
  ];
  const asked = await askQuestion(asker);
  const watched = await askQuestion(other);
  const ignored = await askQuestion(other);
  const { page } = reader;

  await page.goto('/?tab=following');
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
  await expectGoodLooks(page, 'following nobody');

  await page.goto(`/u/${asker.me.handle}`);
  const follow = page.getByRole('button', { name: `Follow @${asker.me.handle}` });
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
  await follow.click();
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('link', { name: '1 follower' }).click();
  await expect(page.getByRole('list', { name: `Who follows @${asker.me.handle}` })).toContainText('Lena');

  await page.goto(`/market/${watched.id}`);
  const bookmark = page.getByRole('button', { name: 'Follow this market' });
  await bookmark.click();
  await expect(bookmark).toHaveAttribute('aria-pressed', 'true');

  await page.goto('/?tab=following');
  await expect(items(page)).toHaveCount(2);
  await expect(marketCard(page, asked.question)).toBeVisible();
  await expect(marketCard(page, ignored.question)).toHaveCount(0);
  await marketCard(page, watched.question).getByRole('button', { name: 'Follow this market' }).click();
  await page.reload();
  await expect(items(page)).toHaveCount(1);
});

test('search finds while one types, and the arrows walk what it found', async ({ people }) => {
  const asker = await people.signUp('Mona');
  const word = ownWord();
  const question = await askQuestion(asker, { question: `Will the ${word} bridge open?`, topics: [word] });
  await asker.client.call('createPost', { body: { body: `I saw the ${word} yesterday.` } });
  const page = await people.visitor();
  const found = page.getByRole('list', { name: 'Results' }).getByRole('link');

  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Search' });
  await expect(field).toBeFocused();
  await page.keyboard.type(word.slice(0, 6));
  await expect(found).toHaveCount(2);
  await expect(page).toHaveURL(new RegExp(`q=${word.slice(0, 6)}`));
  await expect(found.first().locator('mark')).toHaveText(word.slice(0, 6));
  await expectGoodLooks(page, 'results');

  await page.keyboard.press('ArrowDown');
  await expect(found.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(found.nth(1)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toBeFocused();
  await field.fill(`${word} bridge`);
  await expect(found).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: question.question })).toBeVisible();
  await page.goBack();
  await expect(field).toHaveValue(`${word} bridge`);
  await field.fill('"!)(&| <->');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
});

test('a question gets its topics in the form', async ({ people }) => {
  const { page } = await people.signUp('Nora');
  await page.goto('/ask');
  const question = ownWords('Will the tram run at night?');
  await page.getByLabel('Question', { exact: true }).fill(question);
  const topics = page.getByLabel('Topics (optional)');
  await topics.fill('City Transport');
  await topics.press('Enter');
  await topics.fill('night');
  await topics.press('Enter');
  const chosen = page.getByRole('list', { name: 'Chosen topics' });
  await expect(chosen.getByRole('listitem')).toHaveCount(2);
  await chosen.getByRole('button', { name: 'Remove night' }).click();
  await expectGoodLooks(page, 'the form with topics');
  await page.getByRole('button', { name: /^Open the market for/ }).click();
  await expectNotice(page, 'Your market is open.');
  await page.getByRole('link', { name: '#city-transport' }).click();
  await expect(marketCard(page, question)).toBeVisible();
});

test('a long feed keeps only the cards near the screen, and its place', async ({ people }) => {
  test.slow();
  const writer = await people.signUp('Otto');
  const topic = ownWord();
  const count = 130;
  for (let i = 1; i <= count; i += 1) {
    const body = `Number ${i}. ${'Word after word. '.repeat(20)}`;
    await writer.client.call('createPost', { body: { body, topics: [topic] } });
  }
  const { page } = writer;
  await page.goto(`/topic/${topic}`);
  const drawn = items(page).getByRole('article');
  await expect(items(page)).not.toHaveCount(0);
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, 6_000);
        return items(page).count();
      },
      { timeout: 30_000 },
    )
    .toBe(count);
  const first = items(page).last();
  await first.scrollIntoViewIfNeeded();
  await expect(first).toContainText('Number 1.');
  await expect.poll(() => drawn.count()).toBeLessThan(60);
  // What is far is there as words, for the browser's own search.
  await expect(items(page).first()).toContainText(`Number ${count}.`);

  await first.focus();
  for (let i = 2; i <= 9; i += 1) {
    await page.keyboard.press('k');
    await expect(items(page).nth(count - i)).toBeFocused();
  }
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  const place = await page.evaluate<number>('window.scrollY');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Leaderboard' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Leaderboard' })).toBeVisible();
  await page.goBack();
  await expect(items(page)).toHaveCount(count);
  await expect
    .poll(async () => Math.abs((await page.evaluate<number>('window.scrollY')) - place))
    .toBeLessThan(200);
  expect(
    Math.abs((await page.evaluate<number>('document.documentElement.scrollHeight')) - height),
  ).toBeLessThan(200);
});
