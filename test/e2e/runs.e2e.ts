/** The list of runs: names, copies, files, deletion; and a link that brings the same run elsewhere. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test, type Download, type Locator, type Page } from '@playwright/test';
import { FIELD_WORDS } from '../../src/ui/copy/settings.ts';
import {
  addressOf,
  chooseFile,
  createRun,
  database,
  field,
  figures,
  keepOwnData,
  playToEnd,
  result,
  runId,
  setting,
  storedLog,
  uncaught,
  type TextFile,
} from '../support/lab-page.ts';

test.setTimeout(180_000);

interface Kept {
  readonly id: string;
  readonly name: string;
  readonly config: { readonly iterations: number };
  readonly origin?: { readonly run: string; readonly as: string };
}

async function keptRuns(page: Page): Promise<Kept[]> {
  return ((await database(page))['runs'] ?? []) as Kept[];
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const row = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

async function savedFile(download: Download): Promise<TextFile> {
  return { name: download.suggestedFilename(), content: await readFile(await download.path(), 'utf8') };
}

/** A finished run on the small set, and what it came to. */
async function finishedRun(page: Page, name: string): Promise<{ id: string; table: string[] }> {
  await keepOwnData(page);
  await page.getByRole('radio', { name: /^EDA rules/u }).check();
  await setting(page, 'iterations').fill('2');
  const id = await createRun(page, name);
  await playToEnd(page);
  return { id, table: await figures(page) };
}

async function importRun(page: Page, file: TextFile): Promise<void> {
  await chooseFile(page, page.getByRole('button', { name: 'Import a run file' }), file);
}

test('are renamed, copied with changes, exported, deleted and brought back, and imported elsewhere', async ({
  page,
  browser,
}) => {
  const errors = uncaught(page);
  const { id, table } = await finishedRun(page, 'First');
  expect(table.length).toBeGreaterThan(2);
  await expect(result(page).getByRole('row', { name: 'Untargeted' }).first()).toBeVisible({
    timeout: 30_000,
  });
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  // The control run stands beside its run, not in the list.
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(row(page, 'First')).toContainText('Finished');

  // Escape leaves the name, Enter keeps the new one.
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel('New name of First').fill('Never');
  await page.keyboard.press('Escape');
  await expect(row(page, 'First')).toBeVisible();
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel('New name of First').fill('  Renamed <b>run</b> ');
  await page.keyboard.press('Enter');
  const name = 'Renamed <b>run</b>';
  await expect(row(page, name)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Rename' })).toBeFocused();

  // A copy is a run of its own, from the start, and knows where it came from.
  const original = await storedLog(page, id);
  await page.getByRole('link', { name: 'Copy with changes' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await expect(setting(page, 'iterations')).toHaveValue('2');
  await expect(page.getByRole('radio', { name: /^notes\.csv/u })).toBeChecked();
  await setting(page, 'iterations').fill('1');
  const copy = await createRun(page, 'The copy');
  await expect(page.getByText('Not started').first()).toBeVisible();
  await page.getByRole('button', { name: 'Open the run it came from' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  expect(await runId(page)).toBe(id);
  expect(await storedLog(page, id)).toBe(original);
  expect((await keptRuns(page)).find((run) => run.id === copy)).toMatchObject({
    config: { iterations: 1 },
    origin: { run: id, as: 'duplicate' },
  });

  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  const actions = page.getByRole('group', { name: `Actions on ${name}` });
  const download = page.waitForEvent('download');
  await actions.getByRole('button', { name: 'Export' }).click();
  const file = await savedFile(await download);
  expect(file.name).toBe('Renamed-b-run-b.llm2llm.json');

  // Deleted and brought back: nothing is lost.
  await actions.getByRole('button', { name: 'Delete' }).click();
  await expect(row(page, name)).toHaveCount(0);
  await expect(row(page, 'The copy')).toBeVisible();
  await page
    .getByRole('group', { name: `Deleted "${name}".` })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(row(page, name)).toBeVisible();
  expect(await storedLog(page, id)).toBe(original);

  // Deleted for good once the undo is dismissed: the run, its log, its control run.
  await actions.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect
    .poll(async () => (await keptRuns(page)).map((run) => run.id), { message: 'only the copy is kept' })
    .toEqual([copy]);
  expect((await database(page))['logs']).toEqual([]);

  // In a browser that knows neither the run nor its data, the file is both.
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(new URL('/#/runs', page.url()).href);
  await importRun(elsewhere, file);
  await elsewhere.getByRole('link', { name, exact: true }).click();
  await expect(result(elsewhere)).toBeVisible();
  expect(await figures(elsewhere)).toEqual(table);
  expect(await storedLog(elsewhere, await runId(elsewhere))).toBe(original);
  await elsewhere.context().close();
  expect(errors).toEqual([]);
});

type RunFile = Record<'name' | 'format', unknown> & {
  data: { seeds: { text: string; label: string }[] };
  config: Record<string, unknown>;
  log: Record<string, unknown>[];
};

test('files that are damaged are refused with a reason, and nothing stored is touched', async ({ page }) => {
  const errors = uncaught(page);
  await finishedRun(page, 'Sound');
  await expect(result(page).getByRole('row', { name: 'Untargeted' }).first()).toBeVisible({
    timeout: 30_000,
  });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const sound = await savedFile(await download);
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await expect(row(page, 'Sound')).toBeVisible();
  const before = await database(page);

  const changed = (change: (file: RunFile) => void): string => {
    const file = JSON.parse(sound.content) as RunFile;
    change(file);
    return JSON.stringify(file);
  };
  const damages: readonly (readonly [content: string, reason: RegExp])[] = [
    [sound.content.slice(0, -100), /it is not JSON/u],
    ['{"hello": "world"}', /no run of LLM2LLM Lab that can be opened: format/u],
    [changed(({ data: { seeds } }) => seeds[0] && (seeds[0].text += '!')), /do not match their hash/u],
    [changed(({ log }) => log.splice(4, 1)), /its content was changed after it was saved/u],
    [changed(({ log }) => (log[2] = { type: 'surprise' })), /Event 3/u],
    [changed(({ config }) => (config['iterations'] = -1)), /The setting "iterations" cannot be used/u],
  ];
  for (const [content, reason] of damages) {
    await importRun(page, { name: 'damaged.llm2llm.json', content });
    await expect(page.getByRole('alert')).toContainText(reason);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
  await expect(page.getByRole('row')).toHaveCount(2);
  expect(await database(page)).toEqual(before);

  // The sound one beside them: a second run, as none is ever overwritten.
  await importRun(page, sound);
  await expect(page.getByRole('row')).toHaveCount(3);
  expect(errors).toEqual([]);
});

test('are made again, byte for byte, from a link opened in another browser', async ({ page, browser }) => {
  await page.goto('/#/new');
  await setting(page, 'data.perClass').fill('3');
  await field(page, 'Seed draw number').fill('4');
  await setting(page, 'iterations').fill('1');
  await page.getByRole('radio', { name: /^Untargeted/u }).check();
  const id = await createRun(page, 'To be shared');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText(/^Link copied/u).first()).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('#/open?set=film-reviews');
  await playToEnd(page, 120_000);

  const other = await (await browser.newContext()).newPage();
  // The run's own address will do too, where the run is not known.
  await other.goto(await addressOf(page));
  await expect(other.getByRole('heading', { level: 1, name: 'A run to start' })).toBeVisible();
  await other.goto(link);
  const differs = other.getByRole('region', { name: 'What differs from the defaults' });
  await expect(differs.getByRole('row', { name: FIELD_WORDS['data.perClass']?.label ?? '' })).toContainText(
    /3.*10/u,
  );
  await expect(differs.getByRole('row', { name: 'Seed draw number' })).toContainText(/4.*1/u);
  await expect(differs.getByRole('row', { name: 'Arm' })).toContainText('Untargeted');
  await other.getByRole('button', { name: 'Start this run' }).click();
  await other.getByLabel('Speed').selectOption('0');
  await expect(result(other)).toBeVisible({ timeout: 120_000 });

  expect(await figures(other)).toEqual(await figures(page));
  const [here, there] = [await storedLog(page, id), await storedLog(other, await runId(other))];
  expect(here.split('\n').length).toBeGreaterThan(500);
  expect(digest(there)).toBe(digest(here));
  await other.context().close();
});
