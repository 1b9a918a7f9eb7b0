/** A teacher behind an API, played by the mock server: told apart when it fails, used to the end, its key kept. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import {
  createRun,
  database,
  field,
  foreignHosts,
  keepOwnData,
  playToEnd,
  requests,
  result,
  setting,
  storedEvents,
  storedLog,
  uncaught,
} from '../support/lab-page.ts';
import { startMockApi, type MockApi } from '../support/mock-api.ts';

test.setTimeout(120_000);

const KEY = 'sk-lab-0123456789abcdef-e2e';
const MODEL = 'mock-model';

let api: MockApi;
test.beforeEach(async () => {
  api = await startMockApi({ key: KEY, models: [MODEL] });
});
test.afterEach(() => api.close());

const keyField = (page: Page) => field(page, 'Key');
const kept = (page: Page) => page.getByText('A key for this address is already there');

async function chooseApi(page: Page, { baseUrl = api.baseUrl, model = MODEL } = {}): Promise<void> {
  await page.getByRole('radio', { name: /^A model through an API/u }).check();
  await setting(page, 'teacher.baseUrl').fill(baseUrl);
  await setting(page, 'teacher.model').fill(model);
}

/** Two iterations, one call at a time: which call meets which step of the scenario is then certain. */
async function smallLoop(page: Page): Promise<void> {
  await setting(page, 'iterations').fill('2');
  await page.getByRole('region', { name: 'Teacher' }).getByText('More settings').click();
  await setting(page, 'teacher.concurrency').fill('1');
}

/** Everything that outlives the page, and everything in sight, as one text. */
async function everywhere(page: Page): Promise<string> {
  const stored = await database(page);
  const seen = await page.evaluate(() => [
    document.documentElement.outerHTML,
    ...[...document.querySelectorAll('input')].map(({ value }) => value),
    JSON.stringify(Object.entries(localStorage)),
    JSON.stringify(Object.entries(sessionStorage)),
    location.href,
  ]);
  return [JSON.stringify(stored), ...seen].join('\n');
}

test('is tried out, and every way of failing has words of its own', async ({ page }) => {
  await page.goto('/#/new');
  await chooseApi(page);
  const works = page.getByText(`answers with the model "${MODEL}"`);
  const alert = page.getByRole('alert');
  const tryOut = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await expect(page.getByText('Testing…')).toBeHidden();
  };

  await tryOut();
  await expect(alert).toContainText('asks for a key');

  await keyField(page).fill('sk-wrong-key-0000000000');
  await tryOut();
  await expect(alert).toContainText('refused the key');
  await expect(alert).toContainText('Check that the key is complete');
  await expect(works).toBeHidden();

  await keyField(page).fill(KEY);
  await tryOut();
  await expect(works).toBeVisible();
  await expect(alert).toHaveCount(0);
  expect(api.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);

  await setting(page, 'teacher.model').fill('no-such-model');
  await tryOut();
  await expect(alert).toContainText('does not know the model "no-such-model"');
  await expect(alert).toContainText(`Choose one it lists: ${MODEL}`);
  await setting(page, 'teacher.model').fill(MODEL);

  api.play({ cors: false, key: KEY });
  await tryOut();
  await expect(alert).toContainText('does not let this page read its answers (CORS)');
  await expect(alert).toContainText(new URL(page.url()).origin);

  // A key goes to the address it was given for, and to no other port of the same machine.
  const other = await startMockApi();
  await setting(page, 'teacher.baseUrl').fill(other.baseUrl);
  await tryOut();
  await expect(works).toBeVisible();
  expect(other.requests.length).toBeGreaterThan(0);
  expect(other.requests.flatMap(({ headers }) => headers.authorization ?? [])).toEqual([]);
  await other.close();
  await tryOut();
  await expect(alert).toContainText('Nothing answers at');
  await expect(alert).toContainText('Start the server');
  await expect(works).toBeHidden();
});

test('teaches to the end through a busy and an unreadable answer, and its key stays out of everything', async ({
  page,
}) => {
  const errors = uncaught(page);
  const asked = requests(page);
  const calls: number[] = [];
  page.context().on('request', (request) => {
    if (request.url().endsWith('/chat/completions') && request.method() === 'POST') calls.push(Date.now());
  });
  await keepOwnData(page);
  await chooseApi(page);
  await keyField(page).fill(KEY);
  await smallLoop(page);
  api.play({
    key: KEY,
    steps: [
      // The first call is refused as often as it is tried, and the server quotes the key.
      { status: 429, times: 4, headers: { 'retry-after': '1' }, echoAuthorization: true },
      { content: 'I would rather talk about the weather.', echoAuthorization: true },
    ],
  });
  const id = await createRun(page, 'Through an API');
  await expect(keyField(page)).toHaveCount(0);
  await playToEnd(page);

  // Retry-After was obeyed: its own first wait would be half a second at most.
  expect((calls[1] ?? 0) - (calls[0] ?? 0)).toBeGreaterThan(900);
  const events = await storedEvents(page, id);
  const failed = events.filter(({ type }) => type === 'call-failed');
  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatchObject({ error: { code: 'teacher-overloaded', details: { status: 429 } } });
  expect(events.filter(({ reject }) => reject === 'unparsable')).toHaveLength(1);
  expect(events.filter(({ type, reject }) => type === 'judged' && reject === null).length).toBeGreaterThan(0);
  expect(events.at(-1)).toMatchObject({ type: 'finished' });

  // Both are in sight, with their reasons.
  await page.getByRole('button', { name: 'Show the wrong seeds of iteration 1' }).click();
  const wrong = page.getByRole('region', { name: 'Wrong seeds' });
  await expect(wrong.getByText(/Call 1 failed: .* was too busy or failing.*\(429\)/u)).toBeVisible();
  const rejected = page.getByRole('region', { name: 'Rejected candidates' });
  await expect(rejected.getByText('rejected: reply could not be read').first()).toBeVisible();
  // A run through an API may cost something, so its controls are not started unasked.
  await expect(result(page).getByRole('button', { name: 'Compare with control arms' })).toBeVisible();

  // The server saw the key with every call ...
  expect(api.chats().length).toBeGreaterThan(5);
  const sent = api.requests.filter(({ method }) => method === 'POST');
  expect(new Set(sent.map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${KEY}`]));
  // ... and quoted it, but it is nowhere: not stored, not shown, not in the address, a file or a link.
  await page
    .getByText(/^Written from it/u)
    .first()
    .click();
  const all = await everywhere(page);
  expect(all).toContain(api.baseUrl);
  expect(all).toContain('You sent');
  expect(all).toContain('[key]');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const exported = await readFile(await (await download).path(), 'utf8');
  expect(exported).toContain(api.baseUrl);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText(/^Link copied/u).first()).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(decodeURIComponent(link)).toContain(api.baseUrl);
  for (const text of [all, exported, link]) {
    expect(text).not.toContain(KEY);
    expect(text).not.toContain(encodeURIComponent(KEY));
    expect(text).not.toContain('0123456789abcdef');
  }
  expect(foreignHosts(asked, page)).toEqual([new URL(api.baseUrl).host]);
  expect(errors).toEqual([]);
});

test('keeps its key for this tab only, unless told to remember it', async ({ page }) => {
  await page.goto('/#/new');
  const given = async (remember: boolean): Promise<void> => {
    await chooseApi(page);
    await keyField(page).fill(KEY);
    await page.getByLabel('Remember in this browser').setChecked(remember);
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await expect(page.getByText(`answers with the model "${MODEL}"`)).toBeVisible();
    await expect(keyField(page)).toHaveValue('');
    await expect(kept(page)).toBeVisible();
  };

  await given(false);
  expect(await everywhere(page)).not.toContain(KEY);
  await page.reload();
  await chooseApi(page);
  await expect(kept(page)).toHaveCount(0);

  await given(true);
  expect(await everywhere(page)).toContain(KEY);
  await page.reload();
  await chooseApi(page);
  await expect(kept(page)).toBeVisible();
  // For this address only.
  await setting(page, 'teacher.baseUrl').fill('http://127.0.0.1:9/v1');
  await expect(kept(page)).toHaveCount(0);
  await setting(page, 'teacher.baseUrl').fill(api.baseUrl);
  await page.getByRole('button', { name: 'Forget it' }).click();
  await expect(kept(page)).toHaveCount(0);
  expect(await everywhere(page)).not.toContain(KEY);
  await page.reload();
  await chooseApi(page);
  await expect(kept(page)).toHaveCount(0);
});

test('asks for its key again after a reload, and goes on without asking anything twice', async ({ page }) => {
  await keepOwnData(page);
  await chooseApi(page);
  await keyField(page).fill(KEY);
  await smallLoop(page);
  // Slow enough to be reloaded in the middle of the calls.
  api.play({ key: KEY, steps: [{ delayMs: 400, times: null }] });
  const id = await createRun(page, 'Reloaded');
  await page.getByLabel('Speed').selectOption('0');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const answered = async () => (await storedEvents(page, id)).filter(({ type }) => type === 'replied').length;
  await expect.poll(answered, { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
  await page.reload();

  await expect(page.getByRole('heading', { name: 'The teacher asks for a key' })).toBeVisible();
  await expect(page.getByText(/asks for a key \(401\)/u).first()).toBeVisible();
  const before = await storedLog(page, id);
  api.play({ key: KEY });
  await keyField(page).fill(KEY);
  await page.getByRole('button', { name: 'Use this key and go on' }).click();
  await page.getByLabel('Speed').selectOption('0');
  await expect(result(page)).toBeVisible({ timeout: 60_000 });

  const after = await storedLog(page, id);
  expect(after.startsWith(before)).toBe(true);
  expect(after).not.toContain(KEY);
  const replied = (await storedEvents(page, id)).filter(({ type }) => type === 'replied');
  const places = replied.map(({ iteration, parent, attempt }) => [iteration, parent, attempt].join(' '));
  expect(new Set(places).size).toBe(places.length);
});
