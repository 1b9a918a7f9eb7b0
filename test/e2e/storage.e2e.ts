/** What is kept in this browser: a full disk in the middle of a run, how much there is, and being rid of it. */
import { expect, test, type Page } from '@playwright/test';
import {
  createRun,
  database,
  field,
  figures,
  keepOwnData,
  playToEnd,
  resetRun,
  setting,
  storedEvents,
  storedLog,
  uncaught,
} from '../support/lab-page.ts';

test.setTimeout(120_000);

const KEYS = 'llm2llm-lab.keys';

async function newRun(page: Page, name: string): Promise<string> {
  await page.getByRole('radio', { name: /^EDA rules/u }).check();
  await setting(page, 'iterations').fill('2');
  return createRun(page, name);
}

/** Room enough, but so little that a single write can be larger. */
const ENOUGH = 30_000_000;

/**
 * The disk of the page's origin, in the hands of the test. It must be taken before the page writes
 * anything: Chromium goes by the room it found until a write is larger than that.
 */
async function takeDisk(page: Page): Promise<{ fill: () => Promise<void>; free: () => Promise<void> }> {
  await page.goto('/');
  const cdp = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  const allow = (quotaSize: number) => cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  await allow(ENOUGH);
  return {
    async fill() {
      await allow(1);
      expect(await writeMuch(page, 2 * ENOUGH)).toBe('QuotaExceededError');
    },
    async free() {
      await allow(ENOUGH);
    },
  };
}

/** Writes so many characters into a database of its own: the name of the error, or "written". */
function writeMuch(page: Page, characters: number): Promise<string> {
  return page.evaluate(
    (length) =>
      new Promise<string>((resolve) => {
        const open = indexedDB.open('test-too-much', 1);
        open.onupgradeneeded = () => open.result.createObjectStore('much');
        open.onerror = () => {
          resolve(open.error?.name ?? '');
        };
        open.onsuccess = () => {
          const transaction = open.result.transaction('much', 'readwrite');
          transaction.objectStore('much').put('x'.repeat(length), 'key');
          transaction.oncomplete = () => {
            resolve('written');
          };
          transaction.onabort = () => {
            open.result.close();
            resolve(transaction.error?.name ?? '');
          };
        };
      }),
    characters,
  );
}

test('full in the middle of a run: it stops with a remedy, keeps what it has, and goes on to the same end', async ({
  page,
}) => {
  const errors = uncaught(page);
  const disk = await takeDisk(page);
  await keepOwnData(page);
  // The same run, undisturbed: what the disturbed one has to come to.
  const first = await newRun(page, 'Undisturbed');
  await playToEnd(page);
  const expected = { log: await storedLog(page, first), table: await figures(page) };

  const id = await resetRun(page);
  await page.getByLabel('Speed').selectOption('0');
  await page.getByRole('button', { name: 'Step iteration' }).click();
  await expect.poll(async () => (await storedEvents(page, id)).length).toBeGreaterThan(50);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const before = await storedLog(page, id);

  await disk.fill();
  await page.getByLabel('Speed').selectOption('0');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page.getByText('There is no room left in this browser').first()).toBeVisible();
  await expect(page.getByText('Delete runs or data sets you no longer need').first()).toBeVisible();
  await expect(page.getByText(/^Stopped by an error/u).first()).toBeVisible();
  // Nothing stored is lost, nor half written: at most a batch more than before.
  const full = await storedLog(page, id);
  expect(full.startsWith(before)).toBe(true);
  expect(expected.log.startsWith(full)).toBe(true);
  expect(full.length).toBeLessThan(expected.log.length);

  // Still full: the same answer again.
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText(/^Stopped by an error/u).first()).toBeVisible();
  await page.reload();
  expect(await storedLog(page, id)).toBe(full);

  await disk.free();
  await playToEnd(page);
  expect(await storedLog(page, id)).toBe(expected.log);
  expect(await figures(page)).toEqual(expected.table);
  expect(errors).toEqual([]);
});

test('full before a run or a data set could be kept: said in words', async ({ page }) => {
  const errors = uncaught(page);
  const disk = await takeDisk(page);
  await keepOwnData(page);
  await disk.fill();
  await page.getByRole('radio', { name: /^EDA rules/u }).check();
  await page.getByRole('button', { name: 'Create the run' }).click();
  await expect(page.getByRole('alert')).toContainText('There is no room left in this browser');
  expect((await database(page))['runs']).toEqual([]);
  await disk.free();
  await createRun(page, 'Now there is room');
  expect(errors).toEqual([]);
});

test('shows what is used, and "delete everything" leaves nothing behind', async ({ page }) => {
  const errors = uncaught(page);
  await keepOwnData(page);
  const id = await newRun(page, 'To be deleted');
  await playToEnd(page);
  await page.goto('/#/new');
  await page.getByRole('radio', { name: /^A model through an API/u }).check();
  await setting(page, 'teacher.baseUrl').fill('http://127.0.0.1:9/v1');
  await setting(page, 'teacher.model').fill('none');
  await field(page, 'Key').fill('sk-remembered-0123456789');
  await page.getByLabel('Remember in this browser').check();
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing answers at');
  expect(await page.evaluate((name) => localStorage.getItem(name), KEYS)).toContain('sk-remembered');

  // Another run, under way while everything goes.
  await keepOwnData(page);
  const running = await newRun(page, 'Still running');
  await page.getByLabel('Speed').selectOption('150');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect
    .poll(async () => (await storedEvents(page, running)).length, { timeout: 20_000 })
    .toBeGreaterThan(5);
  await page.getByRole('link', { name: 'Storage', exact: true }).click();

  const space = page.getByRole('region', { name: 'Space used' });
  await expect(space.getByText(/^\d+(?:\.\d+)? (?:kB|MB) of \d+(?:\.\d+)? (?:MB|GB) used\.$/u)).toBeVisible();
  await expect(page.getByText('12 seeds · 10 test examples')).toBeVisible();
  const filled = await database(page);
  for (const store of ['runs', 'logs', 'datasets', 'vectors'])
    expect(filled[store]?.length, store).toBeGreaterThan(0);

  await page.getByRole('button', { name: 'Delete everything…' }).click();
  const dialog = page.getByRole('dialog');
  const forGood = dialog.getByRole('button', { name: 'Delete everything for good' });
  await expect(forGood).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await database(page))['runs']?.length).toBe(filled['runs']?.length);

  await page.getByRole('button', { name: 'Delete everything…' }).click();
  await dialog.getByRole('textbox').fill('delete');
  await forGood.click();
  await expect(page.getByText('Everything was deleted.')).toBeAttached();
  await expect(page.getByText('12 seeds · 10 test examples')).toHaveCount(0);
  // Whatever still ran has had time to write.
  await page.waitForTimeout(1500);
  const empty = Object.fromEntries(Object.keys(filled).map((store) => [store, []]));
  expect(await database(page)).toEqual(empty);
  expect(await page.evaluate((name) => localStorage.getItem(name), KEYS)).toBeNull();

  await page.reload();
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No runs yet' })).toBeVisible();
  await page.goto(`/#/run/${id}`);
  await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible();
  expect(await database(page)).toEqual(empty);
  expect(errors).toEqual([]);
});
