/** The models view on a machine without a GPU: what it says, and a model's whole life in this browser. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { foreignHosts, requests, uncaught } from '../support/lab-page.ts';
import { startModelServer, type ModelServer } from '../support/model-server.ts';

const SIZES = [40_000, 50_000, 60_000];

let server: ModelServer;
test.beforeEach(async () => {
  server = await startModelServer(SIZES);
});
test.afterEach(() => server.close());

/** Errors in the console, those nobody caught among them. */
function consoleErrors(page: Page): string[] {
  const errors = uncaught(page);
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

/** Every key of every cache. */
function cacheKeys(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const keys: string[] = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) keys.push(`${name} ${url}`);
    }
    return keys.sort();
  });
}

async function openModels(page: Page): Promise<void> {
  await page.goto('/#/models');
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'SmolLM2 135M Instruct' })).toBeVisible();
}

async function addCustom(page: Page): Promise<void> {
  await page.getByLabel('Address of the weights').fill(server.weights);
  await page.getByLabel('Address of the library').fill(server.library);
  await page.getByLabel('Name (optional)').fill('Mine');
  await page.getByRole('button', { name: 'Look at it and add it' }).click();
  await expect(page.getByRole('heading', { level: 3, name: 'Mine' })).toBeVisible();
}

const action = (page: Page, name: string) => page.getByRole('button', { name: `${name} Mine`, exact: true });
const own = (page: Page) => page.getByRole('region', { name: 'Your own', exact: true });

test('without a GPU it says so, and asks nobody for anything', async ({ page }) => {
  const errors = consoleErrors(page);
  const asked = requests(page);
  await page.goto('/');
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  const browser = page.getByRole('region', { name: 'This browser' });
  await expect(browser.getByText('Models cannot run here as it is:')).toBeVisible();
  await expect(browser.getByText(/finds no GPU|has no WebGPU/u).first()).toBeVisible();
  await expect(browser.getByText('The rest of this page works all the same')).toBeVisible();
  await expect(page.getByText('recommended for this device')).toHaveCount(0);
  await expect(page.getByText('about 269 MB to download').first()).toBeVisible();
  for (const group of ['Students', 'Teachers', 'Encoders'])
    await expect(page.getByRole('region', { name: group, exact: true })).toBeVisible();
  await page.getByText('3 other quantisations').click();
  await expect(page.getByText('q4f32_1', { exact: true }).first()).toBeVisible();
  expect(foreignHosts(asked, page)).toEqual([]);
  expect(asked.some((request) => /webllm|web-llm|llm\.worker/u.test(request.url()))).toBe(false);
  expect(await cacheKeys(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('a model of one’s own: downloaded, paused, resumed over a reload, checked, deleted', async ({
  page,
}) => {
  const errors = consoleErrors(page);
  await openModels(page);
  await addCustom(page);
  expect(server.asked).not.toContain('params_shard_0.bin');
  await expect(own(page).getByText('150 kB to download')).toBeVisible();

  server.open('params_shard_0.bin');
  await action(page, 'Download').click();
  const bar = page.getByRole('progressbar', { name: 'Download of Mine' });
  await expect(bar).toBeVisible();
  await expect.poll(async () => (await cacheKeys(page)).some((key) => key.includes('shard_0'))).toBe(true);
  // It goes on while one looks at something else.
  await page.getByRole('link', { name: 'Storage', exact: true }).click();
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await expect(bar).toBeVisible();
  await action(page, 'Pause').click();
  await expect(action(page, 'Resume')).toBeVisible();
  await expect(own(page).getByText(/kB of \d+.* downloaded$/u)).toBeVisible();

  await page.reload();
  await expect(action(page, 'Resume')).toBeVisible();
  server.asked.length = 0;
  server.damage('params_shard_1.bin');
  server.openAll();
  await action(page, 'Resume').click();
  await expect(own(page).getByText(/^Ready offline, /u)).toBeVisible({ timeout: 15_000 });
  // Only what was missing; the damaged one twice.
  expect(server.asked.sort()).toEqual(['params_shard_1.bin', 'params_shard_1.bin', 'params_shard_2.bin']);
  const folder = `${server.weights}/resolve/main/`;
  expect(await cacheKeys(page)).toEqual([
    `webllm/config ${folder}mlc-chat-config.json`,
    ...SIZES.map((_, i) => `webllm/model ${folder}params_shard_${i}.bin`),
    `webllm/model ${folder}tensor-cache.json`,
    `webllm/model ${folder}tokenizer.json`,
    `webllm/wasm ${server.library}`,
  ]);

  // Ready without a network: nothing is asked for any more.
  await page.reload();
  await expect(own(page).getByText(/^Ready offline, /u)).toBeVisible();
  await action(page, 'Verify').click();
  await expect(own(page).getByText('All 3 files of weights are intact.')).toBeVisible();
  await page.evaluate(async (url) => {
    await (await caches.open('webllm/model')).put(url, new Response('damaged'));
  }, `${folder}params_shard_2.bin`);
  await action(page, 'Verify').click();
  await expect(own(page).getByText('One file was damaged and is dropped.')).toBeVisible();
  await action(page, 'Resume').click();
  await expect(own(page).getByText(/^Ready offline, /u)).toBeVisible();

  await action(page, 'Delete').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  expect(await cacheKeys(page)).toHaveLength(7);
  await action(page, 'Delete').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await expect(action(page, 'Download')).toBeVisible();
  expect(await cacheKeys(page)).toEqual([]);
  await action(page, 'Remove from the list').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
  await expect(own(page)).toHaveCount(0);
  expect(errors).toEqual([]);
});

test('cancelled in the middle, nothing is left', async ({ page }) => {
  const errors = consoleErrors(page);
  await openModels(page);
  await addCustom(page);
  server.open('params_shard_0.bin');
  await action(page, 'Download').click();
  await expect.poll(async () => (await cacheKeys(page)).some((key) => key.includes('shard_0'))).toBe(true);
  await action(page, 'Cancel').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel and delete' }).click();
  await expect(action(page, 'Download')).toBeVisible();
  expect(await cacheKeys(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('two tabs do not download one model twice', async ({ page, context }) => {
  await openModels(page);
  await addCustom(page);
  await action(page, 'Download').click();
  await expect(page.getByRole('progressbar', { name: 'Download of Mine' })).toBeVisible();
  const second = await context.newPage();
  await openModels(second);
  await second.getByRole('button', { name: /^(Download|Resume) Mine$/u }).click();
  await expect(second.getByRole('alert')).toContainText('Another tab is downloading');
  server.openAll();
  await expect(own(page).getByText(/^Ready offline, /u)).toBeVisible();
});

test('from a mirror: asked of nobody else, and kept under the published addresses', async ({ page }) => {
  const asked = requests(page);
  const mirror = await startModelServer(SIZES, 'SmolLM2-135M-Instruct-q0f16-MLC');
  mirror.openAll();
  await openModels(page);
  await page.getByLabel('Base address of the mirror').fill(mirror.base);
  await page.getByRole('button', { name: 'Use this address' }).click();
  await expect(page.getByText(`In use: ${mirror.base}`)).toBeVisible();
  await page.getByRole('button', { name: 'Download SmolLM2 135M Instruct (q0f16)', exact: true }).click();
  await expect(page.getByText(/^Ready offline, 150/u)).toBeVisible();
  expect(foreignHosts(asked, page)).toEqual([new URL(mirror.base).host]);
  const keys = await cacheKeys(page);
  expect(keys).toHaveLength(7);
  for (const key of keys) expect(key).toMatch(/ https:\/\/(huggingface\.co|raw\.githubusercontent\.com)\//u);
  await mirror.close();
});

test('"delete everything" deletes models, too', async ({ page }) => {
  await openModels(page);
  await addCustom(page);
  server.openAll();
  await action(page, 'Download').click();
  await expect(own(page).getByText(/^Ready offline, /u)).toBeVisible();
  await page.goto('/#/storage');
  await page.getByRole('button', { name: 'Delete everything…' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('delete');
  await page.getByRole('button', { name: 'Delete everything for good' }).click();
  await expect(page.getByText('Everything was deleted.')).toBeAttached();
  expect(await cacheKeys(page)).toEqual([]);
  await openModels(page);
  await expect(own(page)).toHaveCount(0);
});

test('wrong addresses are refused in words', async ({ page }) => {
  await openModels(page);
  const alert = page.getByRole('alert');
  const form = page.getByRole('region', { name: 'Add a model of your own' });
  await form.getByRole('button', { name: 'Look at it and add it' }).click();
  await expect(alert).toContainText('The address of the weights is missing.');
  await form.getByLabel('Address of the weights').fill(`${server.base}/nothing-here`);
  await form.getByLabel('Address of the library').fill(server.library);
  await form.getByRole('button', { name: 'Look at it and add it' }).click();
  await expect(alert).toContainText('There is no mlc-chat-config.json at');
  await form.getByLabel('Address of the weights').fill('http://127.0.0.1:9/model');
  await form.getByRole('button', { name: 'Look at it and add it' }).click();
  await expect(alert).toContainText('could not be fetched from 127.0.0.1:9');

  const mirror = page.getByRole('region', { name: 'Mirror' });
  await mirror.getByLabel('Base address').fill('http://models.school.example');
  await mirror.getByRole('button', { name: 'Use this address' }).click();
  await expect(mirror.getByRole('alert')).toContainText('neither WebGPU nor caches');
  await mirror.getByLabel('Base address').fill('https://models.school.example/');
  await mirror.getByRole('button', { name: 'Use this address' }).click();
  await expect(mirror.getByText('In use: https://models.school.example')).toBeVisible();
  await page.reload();
  await expect(mirror.getByText('In use: https://models.school.example')).toBeVisible();
  await mirror.getByRole('button', { name: 'Do without' }).click();
  await expect(mirror.getByText('In use: none.')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openModels(page);
    await addCustom(page);
    await page.getByText('All that was looked at').click();
    await action(page, 'Download').click();
    await expect(page.getByRole('progressbar', { name: 'Download of Mine' })).toBeVisible();
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual(
      [],
    );
    await page.setViewportSize({ width: 320, height: 700 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
