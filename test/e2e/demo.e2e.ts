/** The demo as a newcomer plays it: one click to a result, through a reload, and through a lost network. */
import { expect, test, type Page } from '@playwright/test';
import { addressOf } from '../support/lab-page.ts';

// Cold: 300 texts are encoded on whatever cores the machine spares.
test.setTimeout(240_000);

async function startDemo(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Play the demo' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible({ timeout: 30_000 });
  await page.getByLabel('Speed').selectOption({ value: '0' });
}

const iterationRow = (page: Page, n: number) =>
  page.getByRole('region', { name: 'Iterations' }).getByRole('row').nth(n);

/** Events in the run's log, read from the browser's database. */
function logLength(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const open = indexedDB.open('llm2llm-lab');
      open.onsuccess = () => {
        resolve(open.result);
      };
    });
    const request = db.transaction('logs').objectStore('logs').getAll() as IDBRequest<
      { run: string; count: number }[]
    >;
    await new Promise((resolve) => (request.onsuccess = resolve));
    db.close();
    return request.result.filter(({ run }) => !run.includes('~')).reduce((sum, { count }) => sum + count, 0);
  });
}

test('starts with one click, survives a reload in the middle, and ends with its result beside its controls', async ({
  page,
}) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await startDemo(page);
  await expect(iterationRow(page, 3)).toBeVisible({ timeout: 120_000 });
  await page.reload();
  const before = await logLength(page);
  expect(before).toBeGreaterThan(500);

  // It goes on by itself, and ends by itself.
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toBeVisible({ timeout: 120_000 });
  expect(await logLength(page)).toBeGreaterThan(before);
  await expect(result).toContainText('95% interval');
  await expect(result).toContainText('n 240');
  // The table of this run's own arms, not the one of the stored draws.
  const arms = result.getByRole('region', { name: 'This run and its control arms' });
  for (const arm of ['LLM2LLM', 'Untargeted', 'Seeds only']) {
    await expect(arms.getByRole('row', { name: arm })).toBeVisible({ timeout: 60_000 });
  }
  await expect(result.getByRole('heading', { name: 'Over 20 draws of the seeds' })).toBeVisible();

  // What was shown is what was stored: another reload shows the same.
  const shown = await arms.innerText();
  await page.reload();
  await expect(arms.getByRole('row', { name: 'Untargeted' })).toBeVisible({ timeout: 60_000 });
  expect(await arms.innerText()).toBe(shown);
  expect(complaints).toEqual([]);
});

test('goes on to its end when the network is cut in the middle', async ({ page, context }) => {
  await startDemo(page);
  await expect(iterationRow(page, 1)).toContainText(/\d+\.\d%.*\d+\.\d%/su, { timeout: 120_000 });
  await context.setOffline(true);
  await expect(page.getByText('Why it ended')).toBeVisible({ timeout: 120_000 });
});

test('says what is missing when the network is cut before the encoder came, and goes on afterwards', async ({
  page,
}) => {
  await page.route('**/encoders/**', (route) => route.abort());
  await startDemo(page);
  const alert = page.getByText('The sentence encoder could not be loaded').first();
  await expect(alert).toBeVisible({ timeout: 60_000 });
  await page.unroute('**/encoders/**');
  await page
    .getByRole('button', { name: /^(Play|Resume)/u })
    .first()
    .click();
  await expect(iterationRow(page, 1)).toContainText('%', { timeout: 120_000 });
});

test('says so when the part that works in the background cannot be loaded', async ({ page }) => {
  await page.route('**/loop.worker*', (route) => route.abort());
  await page.goto('/');
  await page.getByRole('button', { name: 'Play the demo' }).click();
  await expect(page.getByText('could not be started or broke down').first()).toBeVisible({ timeout: 30_000 });
});

test('two tabs do not drive one run', async ({ page, context }) => {
  await startDemo(page);
  await expect(iterationRow(page, 1)).toBeVisible({ timeout: 60_000 });
  const other = await context.newPage();
  await other.goto(await addressOf(page));
  await other.getByRole('button', { name: 'Play' }).click();
  await expect(other.getByText('Another tab').first()).toBeVisible({ timeout: 30_000 });
});
