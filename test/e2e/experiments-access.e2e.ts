/** Experiments for everybody: WCAG 2.2 AA in both themes, narrow and enlarged windows, and no mouse. */
import { expect, test, type Page } from '@playwright/test';
import { EXPERIMENTS, NEW_EXPERIMENT, PROGRESS, REPORT } from '../../src/ui/copy/experiments.ts';
import { violations } from '../support/axe.ts';
import { createAndRun, finished, progress, report, reviews, runLink } from '../support/experiment-page.ts';
import { tabBack, tabTo, typeInto } from '../support/keyboard.ts';
import { field, sideways, uncaught } from '../support/lab-page.ts';

test.setTimeout(120_000);

/** A phone of 360 px; a window of 1280 px at 200 %. */
const NARROW = [
  { width: 360, height: 740 },
  { width: 640, height: 400 },
];

/** What a machine can tell of a screen: in both themes, and in narrow windows. */
async function check(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page), `${screen}, ${colorScheme}`).toEqual([]);
  }
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 };
  for (const size of NARROW) {
    await page.setViewportSize(size);
    // Charts are drawn anew at the new width.
    await expect.poll(() => sideways(page), { message: `${screen}, ${size.width} px` }).toBe(0);
  }
  await page.setViewportSize({ width, height });
}

test('every screen, in both themes and in narrow windows', async ({ page }) => {
  await page.goto('/#/experiments');
  await expect(page.getByRole('heading', { name: EXPERIMENTS.empty.title })).toBeVisible();
  await check(page, 'no experiments');

  await page.goto(reviews({ name: 'Long', draws: { count: 300 }, arms: ['llm2llm', 'auggpt'] }));
  await expect(page.getByText('600 runs')).toBeVisible();
  await field(page, NEW_EXPERIMENT.loop.iterations).fill('few');
  await page.getByRole('button', { name: NEW_EXPERIMENT.create }).click();
  await expect(field(page, NEW_EXPERIMENT.loop.iterations)).toBeFocused();
  await check(page, 'the form, with a fault');
  await field(page, NEW_EXPERIMENT.loop.iterations).fill('1');
  await createAndRun(page, 'Long');
  await expect(report(page).getByRole('heading', { name: 'The arms' })).toBeVisible({ timeout: 40_000 });
  await check(page, 'running');
  await expect(progress(page).getByText(PROGRESS.states.running)).toBeVisible();

  await runLink(page, reviews({ name: 'Short' }), 'Short');
  await finished(page);
  // What is folded away is part of it.
  for (const fold of await page.locator('summary').all()) await fold.click();
  await report(page)
    .getByRole('button', { name: REPORT.term('p'), exact: true })
    .click();
  await expect(report(page).getByRole('status').filter({ hasText: /^p:/u })).toBeVisible();
  await check(page, 'a finished report');
  // Wide tables move within a region of their own, which the keyboard reaches.
  await page.setViewportSize({ width: 360, height: 740 });
  const region = report(page).getByRole('region', { name: /^Test accuracy of each arm/u });
  await region.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => region.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);

  await page.goto('/#/experiments');
  await expect(page.getByRole('row', { name: 'Short' })).toBeVisible();
  await check(page, 'the list');
});

test('from the header to a kept report by keyboard alone', async ({ page }) => {
  const errors = uncaught(page);
  await page.goto('/');
  await tabTo(page, page.getByRole('link', { name: EXPERIMENTS.title, exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: EXPERIMENTS.title })).toBeFocused();
  await tabTo(page, page.getByRole('link', { name: EXPERIMENTS.new }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: NEW_EXPERIMENT.title })).toBeFocused();

  await tabTo(page, page.getByRole('checkbox', { name: 'Untargeted' }));
  await page.keyboard.press('Space');
  await typeInto(page, field(page, NEW_EXPERIMENT.grid.draws), '2');
  await typeInto(page, field(page, NEW_EXPERIMENT.loop.iterations), '1');
  // Enter in a field with a fault elsewhere goes to the fault, not on.
  await tabBack(page, field(page, NEW_EXPERIMENT.grid.first));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await typeInto(page, field(page, NEW_EXPERIMENT.name), 'Without a mouse');
  await page.keyboard.press('Enter');
  await expect(field(page, NEW_EXPERIMENT.grid.first)).toBeFocused();
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Without a mouse' })).toBeFocused();
  await finished(page);
  await expect(
    report(page)
      .getByText(/a test over draws needs|at least six of them/u)
      .first(),
  ).toBeVisible();

  // A column's head says what it means; a section is a jump away; the report can be kept.
  await tabTo(page, report(page).getByRole('button', { name: 'The arms' }));
  await page.keyboard.press('Enter');
  await tabTo(page, report(page).getByRole('button', { name: REPORT.term('Test accuracy'), exact: true }));
  await page.keyboard.press('Enter');
  await expect(report(page).getByText(/^Test accuracy: /u)).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: REPORT.csv }));
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toBe('without-a-mouse.csv');
  expect(errors).toEqual([]);
});
