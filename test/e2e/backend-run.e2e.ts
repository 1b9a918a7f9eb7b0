/** A run whose student a fine-tuning backend trains: set up, trained with its loss in sight, never paid for twice. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { violations } from '../support/axe.ts';
import {
  createRun,
  database,
  keepOwnData,
  result,
  setting,
  storedEvents,
  storedLog,
} from '../support/lab-page.ts';
import { startMockTuning, type MockTuning } from '../support/mock-tuning.ts';

// Jobs take their time between two looks.
test.describe.configure({ timeout: 120_000 });

const KEY = 'mock-backend-key-5';
let server: MockTuning;

test.beforeAll(async () => {
  server = await startMockTuning();
});
test.afterAll(() => server.close());

const panel = (page: Page): Locator => page.getByRole('region', { name: /^Training at 127\.0\.0\.1/u });
const models = (page: Page): Locator => page.getByRole('region', { name: 'Trained models' });
const play = (page: Page): Promise<void> => page.getByRole('button', { name: 'Play', exact: true }).click();
const testBackend = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Test the backend' }).click();

/** The form with a backend's student: 12 seeds of one's own, one iteration. */
async function chooseBackend(page: Page): Promise<void> {
  await keepOwnData(page);
  await page.getByRole('radio', { name: /^A model that your fine-tuning backend trains/u }).check();
  await expect(setting(page, 'student.baseUrl')).toHaveValue('http://127.0.0.1:8040/v1');
  await setting(page, 'student.baseUrl').fill(server.baseUrl);
  await setting(page, 'student.model').fill('small-base');
  await setting(page, 'iterations').fill('1');
}

/** Creates the run of the form and plays it with no delay. Returns its id. */
async function start(page: Page, name: string): Promise<string> {
  const id = await createRun(page, name);
  await page.getByLabel('Speed').selectOption('0');
  await play(page);
  return id;
}

/** Lets the job under way go so many stages. */
async function advance(stages: number): Promise<void> {
  await expect.poll(() => server.jobs.some(({ isOver }) => !isOver)).toBe(true);
  server.advance(stages);
}

/** To the run's end, whatever its trainings wait for. */
async function finish(page: Page): Promise<void> {
  await expect(async () => {
    server.advance(10);
    await expect(result(page)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 90_000 });
}

const fits = async (page: Page, id: string): Promise<number> =>
  (await storedEvents(page, id)).filter(({ type }) => type === 'fitted').length;

test('is set up, trains with its loss in sight, and leaves its key nowhere', async ({ page }) => {
  server.play({ key: KEY, pace: 'manual' });
  await chooseBackend(page);
  await page.getByLabel('Key for the student').fill('wrong');
  await testBackend(page);
  await expect(page.getByText(/^127\.0\.0\.1:\d+ refused the key/u)).toBeVisible();
  await page.getByLabel('Key for the student').fill(KEY);
  await testBackend(page);
  await expect(page.getByText(/Models it can train: small-base\./u)).toBeVisible();
  // A model a fold, and one on the whole set: seeds that were not seen are often wrong.
  await page.getByRole('radio', { name: /^Out of fold/u }).check();
  await setting(page, 'wrongSet.folds').fill('2');
  await expect(page.getByText(/^That is 3 trainings an iteration/u)).toBeVisible();
  const id = await start(page, 'Trained elsewhere');

  await expect(
    page.getByText(/^Teaching small-base \(LoRA trained by the backend at 127\.0\.0\.1:/u),
  ).toBeVisible();
  await expect(panel(page).getByRole('status')).toHaveText(/Waiting for its turn: iteration 1, whole set\./u);
  await advance(3);
  await expect(panel(page).getByText('Step 2 of 4: loss 0.667')).toBeVisible();
  await expect(panel(page).getByRole('status')).toHaveText(/^\s*Training: iteration 1/u);
  await expect(panel(page).getByRole('img', { name: /0\.667 at step 2/u })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await finish(page);
  await expect(panel(page)).toBeHidden();

  await expect(models(page).getByRole('row', { name: /ft:small-base:/u })).toHaveCount(await fits(page, id));
  await expect(models(page).getByRole('heading', { name: 'Loss of final fit, whole set' })).toBeVisible();
  await models(page).getByRole('button', { name: 'Show the loss of iteration 1, without part 2' }).click();
  await expect(
    models(page).getByRole('heading', { name: 'Loss of iteration 1, without part 2' }),
  ).toBeVisible();
  await expect(models(page).getByText('Step 4 of 4: loss 0.400')).toBeVisible();
  await expect(models(page).getByRole('cell', { name: '0.0002' }).first()).toBeVisible();
  expect(server.counts).toMatchObject({ created: await fits(page, id), repeated: 0 });
  expect(await violations(page)).toEqual([]);
  expect(JSON.stringify(await database(page))).not.toContain(KEY);
  expect(await storedLog(page, id)).not.toContain(KEY);
});

test('finds its job again after a reload, and pays for it once', async ({ page }) => {
  server.play({ pace: 'manual' });
  await chooseBackend(page);
  const id = await start(page, 'Reloaded');
  await advance(2);
  await expect(panel(page).getByText('Step 1 of 4: loss 1.000')).toBeVisible();
  await page.reload();
  await expect(panel(page).getByText(/found again at the server: it is not paid for twice/u)).toBeVisible();
  await expect(panel(page).getByText('Step 1 of 4: loss 1.000')).toBeVisible();
  expect(server.counts.created).toBe(1);
  await finish(page);
  expect(server.counts).toMatchObject({ created: await fits(page, id), uploads: await fits(page, id) });
});

test('asks for a key that is missing, and goes on with it', async ({ page }) => {
  server.play({ key: KEY });
  await chooseBackend(page);
  await start(page, 'No key');
  await expect(page.getByRole('heading', { name: 'The student asks for a key' })).toBeVisible();
  expect(server.counts.created).toBe(0);
  await page.getByLabel('Key', { exact: true }).fill(KEY);
  await page.getByRole('button', { name: 'Use this key and go on' }).click();
  await finish(page);
});

test('says that its server is gone, and goes on once it is there again', async ({ page }) => {
  server.play({});
  // The first question hangs until the server is gone.
  server.fault({ on: 'POST /v1/score', delayMs: 120_000 });
  await chooseBackend(page);
  const id = await start(page, 'Left alone');
  const asked = () => server.requests.some(({ method, path }) => `${method} ${path}` === 'POST /v1/score');
  await expect.poll(asked, { timeout: 30_000 }).toBe(true);
  await server.stop();
  await expect(page.getByText('Stopped by an error', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/^Nothing answers at 127\.0\.0\.1:\d+\.$/u)).toBeVisible();
  await expect(page.getByText('Start the server and check its port.')).toBeVisible();
  await server.start();
  await page.getByRole('button', { name: 'Resume' }).click();
  await finish(page);
  expect(server.counts.created).toBe(await fits(page, id));
});

test('is cancelled at the server, pauses, and trains again when it is told to', async ({ page }) => {
  server.play({ pace: 'manual' });
  await chooseBackend(page);
  const id = await start(page, 'Cancelled');
  await advance(2);
  await expect(panel(page).getByText('Step 1 of 4: loss 1.000')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Cancel training' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel training' }).click();
  await expect(panel(page)).toBeHidden();
  await expect(page.getByText('The training was cancelled. Play begins it again.')).toBeVisible();
  expect(server.counts.cancelled).toBe(1);
  expect(server.jobs.map(({ status }) => status)).toEqual(['cancelled']);
  expect(await fits(page, id)).toBe(0);
  await play(page);
  await finish(page);
  expect(server.jobs.filter(({ status }) => status === 'succeeded')).toHaveLength(await fits(page, id));
});
