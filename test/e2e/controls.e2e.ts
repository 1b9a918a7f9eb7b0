/** Play, Pause, the steps and Reset do what they are called; and everything can be done by keyboard. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { runCopy } from '../../src/ui/copy/run.ts';
import { tabBack, tabTo, typeInto } from '../support/keyboard.ts';
import {
  createRun,
  field,
  figures,
  keepOwnData,
  PLAIN_CSV,
  playToEnd,
  resetRun,
  result,
  setting,
  storedEvents,
  storedLog,
  uncaught,
} from '../support/lab-page.ts';

test.setTimeout(120_000);

const { verbs } = runCopy.loop;
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

async function newRun(page: Page): Promise<string> {
  await keepOwnData(page);
  await page.getByRole('radio', { name: /^EDA rules/u }).check();
  await setting(page, 'iterations').fill('2');
  return createRun(page, 'Under control');
}

/** Presses a button that starts something, and waits until it stands still again. */
async function press(page: Page, name: string): Promise<void> {
  await button(page, name).click();
  await expect(button(page, 'Pause')).toBeHidden({ timeout: 30_000 });
}

const asList = (page: Page) => page.getByText(runCopy.loop.asList).click();

/** The stage that is lit, and the count of each, as the list beside the figure says them. */
async function loop(page: Page): Promise<{ now: string | null; counts: Readonly<Record<string, string>> }> {
  const rows = await page.getByRole('row', { name: /^[1-6]\. /u }).allInnerTexts();
  expect(rows).toHaveLength(6);
  let now: string | null = null;
  const counts: Record<string, string> = {};
  for (const row of rows) {
    const [, verb = '', lit, count = ''] = /^\d\. ([^(\t]*?)( \(now\))?\s*\t\s*(.*)$/su.exec(row) ?? [];
    counts[verb] = count.trim();
    if (lit) now = verb;
  }
  return { now, counts };
}

/** That nothing more is shown or stored while nobody presses anything. */
async function standsStill(page: Page, id: string): Promise<void> {
  const at = async () => ({ ...(await loop(page)), log: await storedLog(page, id) });
  const before = await at();
  await page.waitForTimeout(800);
  expect(await at()).toEqual(before);
}

test('a step is one example, one stage, one iteration; pausing stops; and none of it changes the run', async ({
  page,
}) => {
  const errors = uncaught(page);
  const id = await newRun(page);
  await asList(page);
  await page.getByLabel('Speed').selectOption('0');
  expect(await storedLog(page, id)).toBe('');

  // The start, the iteration, the fit; then one answer a step.
  await page.getByLabel('Step by').selectOption('example');
  for (const type of ['run-started', 'iteration-started', 'fitted']) {
    await press(page, 'Step');
    expect((await storedEvents(page, id)).map((event) => event.type)).toContain(type);
  }
  expect((await loop(page)).counts[verbs.train]).toBe('12 examples');
  expect((await loop(page)).counts[verbs.evaluate]).toBe('–');
  for (let n = 1; n <= 3; n++) {
    await press(page, 'Step');
    await expect.poll(async () => (await loop(page)).counts[verbs.evaluate]).toContain(`${n} of 12`);
    // Stored before it is shown, and at most its batch ahead.
    const stored = await storedEvents(page, id);
    expect(stored.length).toBeGreaterThanOrEqual(3 + n);
    expect(stored.length).toBeLessThanOrEqual(3 + 12);
  }
  await standsStill(page, id);

  // The rest of this stage, then a stage a step; teacher and filter take turns until all is asked.
  await page.getByLabel('Step by').selectOption('stage');
  await press(page, 'Step');
  await expect.poll(async () => (await loop(page)).counts[verbs.evaluate]).toContain('12 of 12');
  const lit = [(await loop(page)).now];
  while (lit.at(-1) !== verbs.grow && lit.length < 12) {
    await press(page, 'Step');
    await expect.poll(async () => (await loop(page)).now).not.toBe(lit.at(-1));
    lit.push((await loop(page)).now);
  }
  expect(lit.slice(0, 4)).toEqual([verbs.evaluate, verbs.wrong, verbs.teacher, verbs.filter]);
  expect(lit.at(-1)).toBe(verbs.grow);
  await standsStill(page, id);
  await press(page, 'Step');
  await expect.poll(async () => (await loop(page)).now).toBe(verbs.train);
  const of = (iteration: number) => page.getByText(runCopy.loop.iteration(iteration, 2)).first();
  await expect(of(2)).toBeVisible();

  // The rest of the second iteration, and nothing of the final fit.
  await press(page, 'Step iteration');
  await expect.poll(async () => (await loop(page)).now).toBe(verbs.grow);
  await expect(of(2)).toBeVisible();
  expect(await figures(page)).toHaveLength(1 + 2);
  await standsStill(page, id);
  const second = await storedEvents(page, id);
  expect(second.filter(({ type }) => type === 'grown')).toHaveLength(2);
  expect(second.filter(({ type, iteration }) => type === 'fitted' && iteration === 2)).toEqual([]);
  await playToEnd(page);

  // The same run again from its start: Reset leaves the old one alone. A whole iteration in one step.
  const stepped = await storedLog(page, id);
  const table = await figures(page);
  const again = await resetRun(page);
  expect(await storedLog(page, again)).toBe('');
  expect(await storedLog(page, id)).toBe(stepped);
  await asList(page);
  await page.getByLabel('Speed').selectOption('0');
  await press(page, 'Step iteration');
  await expect.poll(async () => (await figures(page)).slice(1)).toEqual(table.slice(1, 2));

  // Slow enough to be paused in the middle of an iteration.
  await page.getByLabel('Speed').selectOption('150');
  await button(page, 'Play').click();
  await expect(of(2)).toBeVisible({ timeout: 20_000 });
  await button(page, 'Pause').click();
  await expect(button(page, 'Play')).toBeVisible();
  await page.waitForTimeout(200); // what had passed the gate is shown within 40 ms
  await standsStill(page, again);
  expect((await storedEvents(page, again)).some(({ type }) => type === 'finished')).toBe(false);
  await playToEnd(page);

  // However it was driven, it is the same run.
  expect(await storedLog(page, again)).toBe(stepped);
  expect(await figures(page)).toEqual(table);
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Under control', exact: true })).toHaveCount(2);
  expect(errors).toEqual([]);
});

test('from the first screen to a finished run by keyboard alone', async ({ page }) => {
  const errors = uncaught(page);
  await page.goto('/');
  // The first stop leads past the header.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await tabTo(page, page.getByRole('link', { name: 'Use your own data' }));
  await page.keyboard.press('Enter');
  // A new view takes the focus to its heading.
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const dialog = page.waitForEvent('filechooser');
  await tabTo(page, button(page, 'Choose a file'));
  await page.keyboard.press('Enter');
  const { name, content } = PLAIN_CSV;
  await (await dialog).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  await typeInto(page, page.getByLabel('Share held out'), '45');
  await tabTo(page, button(page, 'Use this data'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: /^notes\.csv/u })).toBeChecked();

  await typeInto(page, setting(page, 'data.perClass'), '');
  // One of a group of choices: Tab to the group, arrows within it.
  await tabTo(page, page.getByRole('radio', { name: /^LLM2LLM/u }).first());
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^LLM2LLM, weights continued/u })).toBeChecked();
  await typeInto(page, setting(page, 'iterations'), '1');
  await typeInto(page, field(page, 'Name'), 'Without a mouse');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Without a mouse' })).toBeFocused();

  await tabTo(page, page.getByLabel('Speed'));
  await page.keyboard.press('End');
  await expect(page.getByLabel('Speed')).toHaveValue('0');
  await page.keyboard.press('Shift+Tab'); // Step by
  await page.keyboard.press('Shift+Tab'); // Reset
  await tabBack(page, button(page, 'Play'));
  await page.keyboard.press('Enter');
  await expect(result(page)).toBeVisible({ timeout: 60_000 });

  // A phrase of the sentence opens what changes it.
  await tabBack(page, page.getByRole('button', { name: /word rules \(EDA\)/u }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Without a mouse');
  expect(errors).toEqual([]);
});
