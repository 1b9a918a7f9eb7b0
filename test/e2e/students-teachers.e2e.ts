/** Language models as student and teacher, set up in a browser that has no GPU and no model: said, never thrown. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import {
  addressOf,
  createRun,
  field,
  foreignHosts,
  requests,
  setting,
  storedEvents,
} from '../support/lab-page.ts';

const STUDENT = 'SmolLM2-135M-Instruct-q0f32-MLC';

/** What the browser complains about: failed to load, thrown, left unhandled. */
function complaints(page: Page): string[] {
  const all: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') all.push(message.text());
  });
  page.on('pageerror', (error) => all.push(error.message));
  return all;
}

async function chooseInContext(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^A language model that reads examples/u }).check();
  // A model to begin with is chosen once the list is there.
  await expect(setting(page, 'student.model')).not.toHaveValue('');
}

async function chooseWebLlm(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^A language model in this tab/u }).check();
  await expect(setting(page, 'teacher.model')).not.toHaveValue('');
}

const teacher = (page: Page) => page.getByRole('region', { name: 'Teacher' });
const summary = (page: Page) => page.getByRole('complementary', { name: 'This run' });

test('are configured without a GPU; pressing Play says what is missing and where to get it', async ({
  page,
}) => {
  const heard = complaints(page);
  const asked = requests(page);
  await page.goto('/#/new');
  await chooseInContext(page);
  await expect(page.getByText('is now “leave one out”')).toBeVisible();
  await expect(page.getByRole('radio', { name: /^Leave one out/u })).toBeChecked();
  await expect(page.getByRole('link', { name: 'Open Models' }).first()).toHaveAttribute('href', '#/models');
  await chooseWebLlm(page);
  await teacher(page).getByRole('button', { name: 'Use the student itself' }).click();
  await expect(teacher(page).getByText('The student is its own teacher.')).toBeVisible();
  const model = await setting(page, 'student.model').inputValue();
  await expect(setting(page, 'teacher.model')).toHaveValue(model);
  await expect(summary(page)).toContainText('weights unchanged) reading 4 examples in its prompt');
  await expect(summary(page)).toContainText('with itself as the teacher');

  await createRun(page, 'A student and its teacher');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page.getByText('Stopped by an error')).toBeVisible();
  // Without a GPU that is the first thing in the way; with one it is the model that nobody downloaded.
  const main = page.getByRole('main');
  await expect(main.getByText(/needs WebGPU|is not in this browser yet/u)).toBeVisible();
  await expect(main.getByRole('link', { name: 'Models', exact: true })).toHaveAttribute('href', '#/models');
  await main.getByRole('link', { name: 'Models', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  expect(foreignHosts(asked, page)).toEqual([]);
  expect(heard).toEqual([]);
});

test('go round by a link, a model unknown here and a prompt of their own included', async ({ page }) => {
  const link = new URLSearchParams({
    set: 'question-types',
    student: 'in-context',
    'student-model': 'custom:mine',
    demonstrations: 'random',
    shown: '6',
    calibrate: 'yes',
    teacher: 'webllm',
    model: STUDENT,
    'show-wrong-answer': 'no',
    'examples-per-call': '2',
    system: 'Write new examples.\nReply with JSON.',
    'wrong-set': 'leave-one-out',
    'max-teacher-tokens': '5000',
    'label-check': 'student',
  });
  await page.goto(`/#/open?${link.toString()}`);
  await expect(page.getByText('This run needs models that run in this tab:')).toBeVisible();
  await expect(page.getByText('"custom:mine" is not known in this browser')).toBeVisible();
  await page.getByRole('link', { name: 'Change it first' }).click();

  await expect(setting(page, 'student.model')).toHaveValue('custom:mine');
  await expect(setting(page, 'teacher.model')).toHaveValue(STUDENT);
  await expect(setting(page, 'student.shown')).toHaveValue('6');
  await expect(page.getByRole('radio', { name: /^The same for every text/u })).toBeChecked();
  await expect(page.getByRole('radio', { name: /^By the student/u })).toBeChecked();
  const id = await createRun(page, 'From a link');
  expect(
    Object.fromEntries(new URLSearchParams(new URL(await addressOf(page)).hash.split('?')[1])),
  ).toMatchObject(Object.fromEntries(link));
  expect(await storedEvents(page, id)).toEqual([]);
});

test('show the standard prompt of the data set, keep only what was changed, and bring it back', async ({
  page,
}) => {
  await page.goto('/#/new');
  await chooseWebLlm(page);
  await teacher(page).getByText('The prompt', { exact: true }).click();
  const prompt = setting(page, 'teacher.system');
  await expect(prompt).toHaveValue(/The labels are: negative, positive\./u);
  const standard = await prompt.inputValue();
  await prompt.fill(`${standard}\n8. Be brief.`);
  await expect(teacher(page).getByText(/^Your own prompt\./u)).toBeVisible();
  // Another set has other labels, but a prompt of one's own stays.
  await page.getByRole('radio', { name: /^Question types/u }).check();
  await expect(prompt).toHaveValue(/8\. Be brief\.$/u);
  await teacher(page).getByRole('button', { name: 'Back to the standard prompt' }).click();
  await expect(prompt).toHaveValue(/The labels are: .*human/u);
  await createRun(page, 'Standard again');
  expect(await addressOf(page)).not.toContain('system=');
});

test('are told apart where they cannot do what is asked of them', async ({ page }) => {
  await page.goto('/#/new');
  await page.getByRole('radio', { name: /^By the teacher/u }).check();
  await expect(page.getByText(/so it cannot take a second look/u)).toBeVisible();
  await page.getByRole('radio', { name: /^The browser's own model/u }).check();
  await expect(page.getByText(/so it cannot take a second look/u)).toBeHidden();
  await expect(teacher(page).getByText(/neither its temperature nor its seed/u)).toBeVisible();
  await page.getByRole('radio', { name: /^A model through an API/u }).check();
  await page.getByText('Stop early').click();
  await setting(page, 'teacher.baseUrl').fill('http://localhost:1/v1');
  await setting(page, 'teacher.model').fill('m');
  await setting(page, 'stops.maxCost').fill('2');
  await expect(page.getByText(/not both prices of the API are given/u)).toBeVisible();
  await teacher(page).getByText('Prices', { exact: true }).click();
  await setting(page, 'teacher.priceInput').fill('0.15');
  await setting(page, 'teacher.priceOutput').fill('0.6');
  await expect(page.getByText(/not both prices of the API are given/u)).toBeHidden();
  await expect(field(page, 'Name')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`are set up by anyone, ${colorScheme}, at 320 px too`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/#/new');
    await chooseInContext(page);
    await page.getByRole('radio', { name: /^Nearest by meaning/u }).check();
    await chooseWebLlm(page);
    for (const fold of await page.locator('main details > summary').all()) await fold.click();
    await expect(page.getByRole('radio', { name: /^Snowflake Arctic Embed S/u })).toBeVisible();
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 700 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
