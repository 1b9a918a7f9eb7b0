/** A person's own file, from the file dialog to a result; and files that cannot be used. */
import { expect, test } from '@playwright/test';
import {
  chooseFile,
  createRun,
  database,
  foreignHosts,
  keepOwnData,
  plainRows,
  playToEnd,
  requests,
  result,
  setting,
  storedEvents,
  uncaught,
  type TextFile,
} from '../support/lab-page.ts';

test.setTimeout(120_000);

const BOM = '\uFEFF';
const LEFT_OUT = 'a text whose label was forgotten';
const MARKUP = '<img src=x onerror="document.title=1"> is what somebody typed, "quoted", over\ntwo lines';

/** What a spreadsheet writes: a mark at the start, CRLF, quoted fields with line breaks, other columns. */
function spreadsheet(): TextFile {
  const rows = plainRows().map(({ text, label }, i) => [String(i), i === 4 ? MARKUP : text, label]);
  rows.splice(6, 0, ['99', LEFT_OUT, '']);
  const cell = (text: string): string => (/[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [['nr', 'remark', 'mood'], ...rows].map((row) => row.map(cell).join(','));
  return { name: 'remarks.csv', content: `${BOM}${lines.join('\r\n')}\r\n` };
}

test('becomes a data set, a run with the EDA teacher, and a result, without leaving this machine', async ({
  page,
}) => {
  const asked = requests(page);
  const errors = uncaught(page);
  await page.goto('/');
  await page.getByRole('link', { name: 'Use your own data' }).click();
  await chooseFile(page, page.getByRole('button', { name: 'Choose a file', exact: true }), spreadsheet());

  // The mark at the start is no part of the first column's name, and a line break is no new row.
  const preview = page.getByRole('region', { name: /^remarks\.csv: 23 rows/u });
  await expect(preview.getByRole('columnheader')).toHaveText(['Row', 'nr', 'remark', 'mood']);
  await expect(preview.getByRole('cell', { name: MARKUP.replace('\n', ' ') })).toBeVisible();

  // Columns can be chosen: a wrong choice says so, the right one gives the data.
  await page.getByLabel('Texts are in').selectOption('mood');
  await page.getByLabel('Labels are in').selectOption('nr');
  await expect(page.getByText('This gives')).toBeHidden();
  await page.getByLabel('Texts are in').selectOption('remark');
  await page.getByLabel('Labels are in').selectOption('mood');
  await page.getByLabel('Share held out').fill('45');
  await expect(page.getByText('1 row cannot be used')).toBeVisible();
  await expect(page.getByText('Row 8: no label')).toBeVisible();
  await expect(
    page.getByText('This gives 12 seeds and 10 test examples with 2 labels: calm, loud.'),
  ).toBeVisible();

  // A faulty row is left out only when the person says so.
  const use = page.getByRole('button', { name: 'Use this data' });
  await use.click();
  await expect(page.getByRole('alert')).toContainText('The rows above cannot be used.');
  await page.getByLabel('Leave this row out').check();
  await use.click();
  const own = page.getByRole('radio', { name: /^remarks\.csv/u });
  await expect(own).toBeChecked();
  const { datasets } = await database(page);
  expect(datasets).toHaveLength(1);
  const kept = JSON.stringify(datasets);
  expect(kept).toContain('over\\ntwo lines');
  expect(kept).not.toContain(LEFT_OUT);

  // Nothing was recorded for it, so rules take over, and the page says so.
  await expect(page.getByText('This set has no recorded replies, so EDA rules write')).toBeVisible();
  await expect(page.getByRole('radio', { name: /^EDA rules/u })).toBeChecked();

  // Ten seeds a class cannot be drawn from six: said before a run is made, not after.
  await page.getByRole('button', { name: 'Create the run' }).click();
  await expect(page.getByRole('alert')).toContainText('The class "calm" has 6 seeds in the pool');
  expect((await database(page))['runs']).toEqual([]);
  await setting(page, 'data.perClass').fill('');
  await setting(page, 'iterations').fill('2');
  const id = await createRun(page, 'Remarks');
  await playToEnd(page);

  const events = await storedEvents(page, id);
  expect(events.filter(({ type }) => type === 'judged').length).toBeGreaterThan(0);
  expect(events.at(-1)).toMatchObject({ type: 'finished' });
  await expect(result(page)).toContainText('n 10');
  await expect(result(page).getByRole('row', { name: 'Untargeted' }).first()).toBeVisible();

  // Its texts are texts.
  await expect(page).toHaveTitle(/Remarks/u);
  expect(await page.locator('img').count()).toBe(0);
  expect(errors).toEqual([]);
  // The encoder's requests are among those seen, so a worker's would have been.
  expect(asked.some((request) => request.url().includes('/encoders/'))).toBe(true);
  expect(foreignHosts(asked, page)).toEqual([]);
});

const BAD: readonly (readonly [what: string, file: TextFile, says: RegExp])[] = [
  [
    'an open quote',
    { name: 'open.csv', content: 'text,label\nfine,a\n"never closed,b\nmore,a\n' },
    /In open\.csv a field of row 3 opens with a quote mark that is never closed\..*Close it, or double/su,
  ],
  [
    'broken JSON',
    { name: 'broken.json', content: '[{"text": "a", "label": "b"},' },
    /broken\.json.*(?:Correct|Check|Choose|Save)/su,
  ],
  ['nothing in it', { name: 'empty.csv', content: '' }, /empty\.csv is empty\..*Choose a file/su],
  [
    'bytes that are no text',
    { name: 'picture.csv', content: 'PNG\u0000\u0001\u0002\u0000\u0000,\u0000\u0003' },
    /picture\.csv.*(?:Save|Choose|Convert)/su,
  ],
];

test('that cannot be used is refused in words, and what is kept stays', async ({ page }) => {
  const errors = uncaught(page);
  await keepOwnData(page);
  const before = await database(page);
  expect(before['datasets']).toHaveLength(1);

  await page.getByRole('radio', { name: /^Open a file of your own/u }).check();
  const choose = page.getByRole('button', { name: /^Choose (?:a|another) file$/u });
  for (const [what, file, says] of BAD) {
    await chooseFile(page, choose, file);
    await expect(page.getByRole('alert').filter({ hasText: file.name }), what).toHaveText(says);
    await expect(page.getByRole('button', { name: 'Use this data' })).toHaveCount(0);
  }

  // A readable file without a second class: the table is shown, the set is refused.
  const oneClass = 'text,label\none thing,a\nanother thing,a\na third,a\na fourth,a\n';
  await chooseFile(page, choose, { name: 'one.csv', content: oneClass });
  await page.getByRole('button', { name: 'Use this data' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'one.csv' })).toContainText('only the label "a"');

  expect(await database(page)).toEqual(before);
  expect(errors).toEqual([]);
});
