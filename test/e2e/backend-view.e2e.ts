/** The view of a fine-tuning backend, played by the mock server: connected, followed, taken from, compared with. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { readPrebuilt } from '../../scripts/webllm-records.ts';
import { violations } from '../support/axe.ts';
import { requests, sideways, uncaught } from '../support/lab-page.ts';
import { startMockTuning, type MockTuning } from '../support/mock-tuning.ts';

test.setTimeout(120_000);

const KEY = 'lab-key-0123456789abcdef-e2e';
const WASM = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

let backend: MockTuning;
let library: string;
test.beforeEach(async () => {
  library = (await readPrebuilt()).records[0]?.libUrl ?? '';
  backend = await startMockTuning({ key: KEY, pace: 'manual', library });
});
test.afterEach(() => backend.close());

/** A training as a run would order it, on reviews whose last word is their label. */
async function order(metadata: Readonly<Record<string, string>> = {}): Promise<void> {
  const headers = { authorization: `Bearer ${KEY}` };
  const line = (text: string, label: string) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: text },
        { role: 'assistant', content: label },
      ],
    });
  const form = new FormData();
  form.append('purpose', 'fine-tune');
  const lines = [line('a fine film', 'positive'), line('a dull film', 'negative')];
  form.append('file', new Blob([lines.join('\n')]), 'train.jsonl');
  const file = await fetch(`${backend.baseUrl}/files`, { method: 'POST', headers, body: form });
  const { id } = (await file.json()) as { id: string };
  const body = JSON.stringify({ model: 'small-base', training_file: id, suffix: 'e2e', metadata });
  const json = { ...headers, 'content-type': 'application/json' };
  await fetch(`${backend.baseUrl}/fine_tuning/jobs`, { method: 'POST', headers: json, body });
}

async function open(page: Page): Promise<void> {
  await page.goto('/#/backend');
  await expect(page.getByRole('heading', { level: 1, name: 'Fine-tuning backend' })).toBeVisible();
}
async function connect(page: Page, key = KEY): Promise<void> {
  await page.getByLabel('Address').fill(backend.baseUrl);
  await page.getByLabel('Key', { exact: true }).fill(key);
  await page.getByRole('button', { name: 'Test the backend' }).click();
}
const works = (page: Page) => page.getByText(/LLM2LLM backend .* answers\./u);
const job = (page: Page, n = 1) => page.getByRole('article', { name: `Job ftjob-mock${n}` });
const action = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });

test('says what is wrong, and what works', async ({ page }) => {
  const errors = uncaught(page);
  const asked = requests(page);
  await page.goto('/');
  await page.getByRole('link', { name: 'Backend', exact: true }).click();
  await expect(page.getByText('npm run backend')).toBeVisible();
  expect(asked.some((request) => request.url().startsWith(backend.baseUrl))).toBe(false);
  const alert = page.getByRole('alert');

  await connect(page, 'wrong-key-0000000000');
  await expect(alert).toContainText('refused the key');
  await expect(alert).not.toContainText('wrong-key');
  await expect(works(page)).toHaveCount(0);

  await connect(page);
  await expect(works(page)).toBeVisible();
  await expect(page.getByText('It hands trained models over to this tab')).toBeVisible();
  await expect(alert).toHaveCount(0);

  // The address is there after a reload; the key, which nobody said to remember, is not.
  await page.reload();
  await expect(page.getByLabel('Address')).toHaveValue(backend.baseUrl);
  await page.getByRole('button', { name: 'Test the backend' }).click();
  await expect(alert).toContainText('asks for a key');
  expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain(KEY);

  backend.play({ key: KEY, origins: ['http://elsewhere.example'] });
  await connect(page);
  await expect(alert).toContainText('CORS', { timeout: 30_000 });
  await expect(alert).toContainText(await page.evaluate(() => location.origin));

  await backend.stop();
  await page.getByRole('button', { name: 'Test the backend' }).click();
  await expect(alert).toContainText('Nothing answers at', { timeout: 30_000 });
  expect(errors).toEqual([]);
});

test('follows a training with its loss, keeps its log, and cancels another', async ({ page }) => {
  const errors = uncaught(page);
  await order({ run: 'unknown', iteration: '2' });
  await open(page);
  await connect(page);
  await expect(job(page).getByText('Waiting for its turn')).toBeVisible();
  await expect(job(page).getByText('iteration 2')).toBeVisible();
  await action(page, 'Details of job ftjob-mock1').click();
  await expect(page.getByText(/The job was created/u)).toBeVisible();
  backend.advance(2);
  await expect(job(page).getByText('Training', { exact: true })).toBeVisible();
  await expect(job(page).getByText(/^Step \d of 4: loss/u)).toBeVisible();
  await expect(job(page).getByRole('img', { name: /Training loss of job/u })).toBeVisible();
  await action(page, 'Show as table').click();
  await expect(
    job(page)
      .getByRole('region', { name: /Training loss of job/u })
      .getByRole('row'),
  ).not.toHaveCount(0);

  // A server that is away for a moment is asked on.
  backend.fault({ on: 'GET /v1/fine_tuning/jobs', status: 500, times: null });
  await expect(page.getByText('The backend does not answer at the moment.')).toBeVisible({ timeout: 30_000 });
  backend.mend();
  backend.advance(8);
  await expect(job(page).getByText('Trained', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('The backend does not answer at the moment.')).toHaveCount(0);
  await expect(page.getByRole('article', { name: /^ft:small-base/u })).toBeVisible();

  await order();
  await action(page, 'Look again').click();
  await job(page, 2).getByRole('button', { name: 'Cancel the job' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Let it go on' }).click();
  expect(backend.counts.cancelled).toBe(0);
  await job(page, 2).getByRole('button', { name: 'Cancel the job' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the job' }).click();
  await expect(job(page, 2).getByText('Cancelled', { exact: true })).toBeVisible();
  expect(backend.counts.cancelled).toBe(1);

  expect(errors).toEqual([]);
});

test('hands out the adapter, brings the model into the tab, and compares', async ({ page }) => {
  const errors = uncaught(page);
  let libraryAuthorization: string | undefined | null = null;
  await page.context().route(library, (route) => {
    libraryAuthorization = route.request().headers()['authorization'];
    return route.fulfill({ body: WASM, headers: { 'access-control-allow-origin': '*' } });
  });
  const asked = requests(page);
  await order();
  backend.advance(20);
  await open(page);
  await connect(page);
  const model = page.getByRole('article', { name: /^ft:small-base/u });

  await model.getByRole('button', { name: /^Download the adapter/u }).click();
  const saving = page.waitForEvent('download');
  await model.getByRole('button', { name: 'Download adapter_model.safetensors' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toBe('adapter_model.safetensors');
  expect(await readFile(await file.path(), 'utf8')).toBe('weights of ftjob-mock1');

  await model.getByRole('button', { name: /^Load into the tab: /u }).click();
  const form = model.getByLabel('Quantisation');
  await form.selectOption('q4f32_1');
  await model.getByRole('button', { name: 'Load into the tab', exact: true }).click();
  await expect(model.getByText(/^Ready offline/u)).toBeVisible({ timeout: 30_000 });
  const folder = new RegExp(`^${backend.baseUrl}/models/ft%3Asmall-base[^/]*/mlc/resolve/q4f32_1/`, 'u');
  const kept = await page.evaluate(async () => {
    const keys = await Promise.all(
      (await caches.keys()).map(async (name) =>
        (await (await caches.open(name)).keys()).map(({ url }) => url),
      ),
    );
    return keys.flat();
  });
  expect(kept.filter((url) => folder.test(url))).toHaveLength(5);
  expect(kept.filter((url) => !folder.test(url))).toEqual([library]);
  // The key went to the backend, and nowhere else.
  expect(libraryAuthorization).toBeUndefined();
  const keyed = asked.filter((request) => (request.headers()['authorization'] ?? '').includes(KEY));
  expect(keyed.every((request) => request.url().startsWith(backend.baseUrl))).toBe(true);
  expect(backend.requests.some(({ path }) => path.endsWith('params_shard_1.bin'))).toBe(true);

  await model.getByRole('link', { name: 'Use it as the student of a new run' }).click();
  await expect(page.locator('input[value="in-context"]')).toBeChecked();
  await page.goBack();
  await connect(page);
  await model.getByRole('button', { name: /^Compare before and after/u }).click();
  await page.getByLabel('Examples').fill('10');
  await action(page, 'Compare').click();
  await expect(page.getByText('20 of 20 answers are there.').first()).toBeAttached({ timeout: 30_000 });
  await expect(page.getByText(/McNemar’s exact test: p = /u)).toBeVisible();
  await expect(page.getByText(/of 10 right/u)).toHaveCount(2);
  const { scored } = backend.counts;
  await action(page, 'Compare again').click();
  await expect(action(page, 'Compare again')).toBeEnabled();
  expect(backend.counts.scored).toBe(scored);

  await model.getByRole('button', { name: /^Delete ft:/u }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await expect(model).toHaveCount(0);
  // What is in the tab stays there.
  await page.goto('/#/models');
  await expect(
    page.getByRole('heading', { name: /^LoRA trained by the backend at 127\.0\.0\.1/u }),
  ).toBeVisible();
  expect(errors).toEqual([]);
});

test('a size that WebLLM has no library for is said, quantisation by quantisation', async ({ page }) => {
  backend.play({ key: KEY, library: null, webllm: ['q0f32', 'q0f16'] });
  await order();
  backend.advance(20);
  await open(page);
  await connect(page);
  const model = page.getByRole('article', { name: /^ft:small-base/u });
  await model.getByRole('button', { name: /^Load into the tab: /u }).click();
  const load = model.getByRole('button', { name: 'Load into the tab', exact: true });
  await load.click();
  await expect(model.getByRole('alert')).toContainText('Choose another quantisation.');
  await load.click();
  await expect(model.getByRole('alert')).toContainText('use the model at the backend');
  await expect(load).toBeDisabled();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`accessible and without sideways scrolling, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await order();
    backend.advance(20);
    await order();
    backend.advance(3);
    await open(page);
    await connect(page);
    await action(page, 'Details of job ftjob-mock2').click();
    await expect(page.getByText(/^Step \d of 4: loss/u)).toBeVisible();
    await action(page, /^Load into the tab: /u).click();
    await action(page, /^Compare before and after/u).click();
    await action(page, 'Compare').click();
    await expect(page.getByText(/McNemar’s exact test/u)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await sideways(page)).toBe(0);
  });
}
