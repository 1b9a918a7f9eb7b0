/** The experiments of the built page as the end-to-end tests use them: one is described, run, read and taken away. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import type { ExperimentSpecInput } from '../../src/core/experiment/spec.ts';
import { parseSpec } from '../../src/core/experiment/spec.ts';
import { NEW_EXPERIMENT, PROGRESS, REPORT } from '../../src/ui/copy/experiments.ts';
import { specLink } from '../../src/ui/experiments/spec-link.ts';

/** Film reviews with the recorded teacher, one iteration: cells of some hundredths of a second once texts are encoded. */
export function reviews(given: Partial<ExperimentSpecInput> & { readonly name: string }): string {
  const base = { data: { id: 'film-reviews', perClass: 10 }, iterations: 1 };
  return `/${specLink(
    parseSpec({
      base,
      arms: ['llm2llm', 'untargeted', 'seeds-only'],
      draws: { count: 6 },
      sizes: { unit: 'per-class', values: [10] },
      ...given,
    }),
  )}`;
}

/** As on a machine of two cores: one worker, so that what it has loaded is all there is to load, and it can be paused in time. */
export async function withOneWorker(page: Page): Promise<void> {
  await page.addInitScript(() => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 }));
}

/** Creates what the form says; it starts at once. */
export async function createAndRun(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: NEW_EXPERIMENT.create }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Opens the form a link describes, and creates the experiment as it stands. */
export async function runLink(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByText(NEW_EXPERIMENT.leadLink)).toBeVisible();
  await createAndRun(page, name);
}

export const progress = (page: Page): Locator => page.getByRole('region', { name: PROGRESS.title });
export const report = (page: Page): Locator => page.getByRole('region', { name: REPORT.title, exact: true });

/** Waits for the end, and for a report of all of it. */
export async function finished(page: Page, timeout = 60_000): Promise<void> {
  await expect(progress(page).getByText(PROGRESS.states.finished)).toBeVisible({ timeout });
  await expect(report(page).getByRole('heading', { name: 'The arms' })).toBeVisible();
  await expect(report(page).getByText('will change')).toHaveCount(0);
}

/** The cells of a table of the report, heads first, as a person reads them. */
export async function tableOf(page: Page, caption: RegExp): Promise<string[][]> {
  const table = report(page).getByRole('table', { name: caption });
  const rows = await table.getByRole('row').all();
  return Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
}

/** Presses a button that saves a file. */
export async function saved(page: Page, button: string): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}
