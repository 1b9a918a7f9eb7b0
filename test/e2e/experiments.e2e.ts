/** Experiments in the page: made, paused, taken up again, read, taken away; each as a person does it. */
import { expect, test, type Page } from '@playwright/test';
import type { Report } from '../../src/core/report/model.ts';
import { EXPERIMENTS, NEW_EXPERIMENT, PROGRESS, REPORT } from '../../src/ui/copy/experiments.ts';
import {
  createAndRun,
  finished,
  progress,
  report,
  reviews,
  runLink,
  saved,
  tableOf,
  withOneWorker,
} from '../support/experiment-page.ts';
import { addressOf, database, field, requests, uncaught } from '../support/lab-page.ts';

test.setTimeout(90_000);

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Presses Pause in the very frame that shows the first result: what comes after it takes no second. */
async function pauseInTheMiddle(page: Page): Promise<void> {
  await page.waitForFunction((pause) => {
    const main = document.querySelector('main');
    if (!main || !/\b[1-9]\d* of 18 runs done/u.test(main.textContent)) return false;
    [...main.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === pause)?.click();
    return true;
  }, PROGRESS.pause);
  await expect(progress(page).getByText(PROGRESS.states.paused)).toBeVisible();
}

test('from the empty list to a report that neither a pause nor a reload changes', async ({
  page,
  context,
}) => {
  const errors = uncaught(page);
  await withOneWorker(page);
  await page.goto('/');
  await page.getByRole('link', { name: EXPERIMENTS.title, exact: true }).click();
  await expect(page.getByRole('heading', { name: EXPERIMENTS.empty.title })).toBeVisible();
  await page.getByRole('link', { name: EXPERIMENTS.new }).click();

  // What it comes to is said before anything is made, and a fault is said where it is mended.
  await field(page, NEW_EXPERIMENT.grid.draws).fill('none');
  await field(page, NEW_EXPERIMENT.loop.iterations).fill('1');
  await expect(page.getByText('One field needs attention:')).toBeVisible();
  await field(page, NEW_EXPERIMENT.grid.draws).fill('6');
  await expect(page.getByText('18 runs, 12 of them computed')).toBeVisible();
  const name = 'Six draws';
  await field(page, NEW_EXPERIMENT.name).fill(name);
  await createAndRun(page, name);

  await pauseInTheMiddle(page);
  await expect(report(page).getByText(/of 18 have a result\. The figures .* will change/u)).toBeVisible();
  const half = (await database(page))['cells']?.length ?? 0;
  expect(half).toBeGreaterThan(0);
  expect(half).toBeLessThan(18);
  await page.reload();
  await expect(progress(page).getByText(PROGRESS.states.paused)).toBeVisible();
  await button(page, PROGRESS.goOn).click();
  await finished(page);

  // The verdict comes first, in words, with its evidence.
  const said = (await report(page).getByRole('paragraph').first().innerText()).replace(/\s+/gu, ' ');
  expect(said).toMatch(
    /^(?:No difference shown between targeted and untargeted examples|Targeting (?:pays|does harm) here): /u,
  );
  expect(said).toMatch(
    /\(95 % interval .*; p [=<] .* after correction; 6 draws of the seeds, 240 test examples\)/u,
  );
  expect(said).toMatch(/Both had the same budget: [\d.]+ examples a run\.$/u);
  const own = await saved(page, REPORT.json);
  expect(own.name).toBe('six-draws.report.json');
  const figures = JSON.parse(own.text) as Report;
  const [, ...arms] = await tableOf(page, /^Test accuracy of each arm/u);
  const share = (value = NaN) => `${(100 * value).toFixed(1)}\u00a0%`;
  expect(arms.map(([arm, accuracy, , , draws, runs]) => [arm, accuracy, draws, runs])).toEqual(
    ['LLM2LLM', 'Untargeted', 'Seeds only'].map((title, i) => {
      const of = figures.groups[0]?.arms[i];
      return [title, share(of?.accuracy?.mean), '6', String(of?.done)];
    }),
  );
  const [, ...compared] = await tableOf(page, /^Differences between arms/u);
  expect(compared.map((row) => row.at(-1)?.replaceAll(' ', '-'))).toEqual(
    figures.comparisons.map(({ verdict }) => verdict),
  );

  // Its files: the page by itself, every cell, the experiment.
  const html = await saved(page, REPORT.html);
  const csv = (await saved(page, REPORT.csv)).text.trimEnd().split('\r\n');
  expect(csv[0]).toMatch(/^key,arm,draw,/u);
  expect(csv).toHaveLength(1 + 18);
  const file = JSON.parse((await saved(page, REPORT.file)).text) as Record<string, unknown>;
  expect(file).toMatchObject({ name, data: 'film-reviews', draws: { first: 1, count: 6 } });
  await opensByItself(await context.newPage(), html.text, said, arms);

  // The same again without a pause, from its link: the very bytes.
  await page.goto('/#/experiments');
  await page.getByRole('link', { name: EXPERIMENTS.copy }).click();
  await expect(page.getByText(NEW_EXPERIMENT.leadLink)).toBeVisible();
  await expect(field(page, NEW_EXPERIMENT.name)).toHaveValue(name);
  await createAndRun(page, name);
  await finished(page);
  expect((await saved(page, REPORT.json)).text).toBe(own.text);
  expect((await saved(page, REPORT.html)).text).toBe(html.text);

  // Deleting takes one of the two, with all that was stored for it.
  await page.goto('/#/experiments');
  await expect(page.getByRole('row', { name })).toHaveCount(2);
  await button(page, EXPERIMENTS.delete).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(EXPERIMENTS.deleteTitle(name));
  await dialog.getByRole('button', { name: EXPERIMENTS.delete }).click();
  await expect(page.getByRole('row', { name })).toHaveCount(1);
  const left = await database(page);
  expect(left['experiments']).toHaveLength(1);
  expect(left['cells']).toHaveLength(18);
  expect(errors).toEqual([]);
});

/** The exported page in a browser of nothing else: it says the same, asks for nothing and runs nothing. */
async function opensByItself(page: Page, html: string, verdict: string, arms: string[][]): Promise<void> {
  const asked: string[] = [];
  await page.route('**/*', (route) => {
    asked.push(route.request().url());
    return route.request().url().endsWith('/report.html')
      ? route.fulfill({ contentType: 'text/html', body: html })
      : route.abort();
  });
  await page.goto('/report.html');
  await expect(page.getByText(verdict)).toBeVisible();
  for (const [arm = '', accuracy = ''] of arms) {
    await expect(page.getByRole('row', { name: arm }).first()).toContainText(accuracy);
  }
  await expect(page.locator('script')).toHaveCount(0);
  expect(asked).toHaveLength(1);
  await page.close();
}

test('is driven by one tab alone, and its link opens it anywhere', async ({ page, context, browser }) => {
  const name = 'Long';
  const link = reviews({ name, arms: ['llm2llm', 'seeds-only'], draws: { first: 3, count: 300 } });
  await runLink(page, link, name);
  await expect(progress(page).getByText(PROGRESS.states.running)).toBeVisible();

  const second = await context.newPage();
  await second.goto(await addressOf(page));
  await second
    .getByRole('button', { name: new RegExp(`^(?:${PROGRESS.run}|${PROGRESS.goOn})$`, 'u') })
    .click();
  await expect(second.getByRole('alert')).toContainText('Another tab is driving this experiment.');
  await expect(second.getByRole('alert')).toContainText('close that tab');
  await expect(progress(page).getByText(PROGRESS.states.running)).toBeVisible();
  await button(page, PROGRESS.pause).click();
  await expect(button(page, PROGRESS.goOn).or(button(page, PROGRESS.run))).toBeVisible();
  await button(second, PROGRESS.goOn).or(button(second, PROGRESS.run)).click();
  await expect(progress(second).getByText(PROGRESS.states.running)).toBeVisible();
  await expect(second.getByRole('alert')).toHaveCount(0);
  await second.close();

  // The link in another browser: every field as it was.
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(page, REPORT.copyLink).click();
  await expect(page.getByText(REPORT.copied).first()).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(copied);
  await expect(elsewhere.getByText(NEW_EXPERIMENT.leadLink)).toBeVisible();
  await expect(field(elsewhere, NEW_EXPERIMENT.grid.draws)).toHaveValue('300');
  await expect(field(elsewhere, NEW_EXPERIMENT.grid.first)).toHaveValue('3');
  await expect(elsewhere.getByRole('checkbox', { name: /^Untargeted/u })).not.toBeChecked();
  await expect(elsewhere.getByText('600 runs')).toBeVisible();
  await elsewhere.goto('/#/experiment/new?spec=broken');
  await expect(elsewhere.getByRole('alert')).toContainText('The experiment in this link cannot be read.');
  await elsewhere.context().close();
});

test('goes on without a network, and says of an arm why it cannot run', async ({ page, context }) => {
  await withOneWorker(page);
  const name = 'Cut off';
  const arms = ['llm2llm', 'seeds-only', 'auggpt', 'distillation'];
  await page.goto(reviews({ name, arms, draws: { count: 40 } }));
  const rephrased = page.getByRole('checkbox', { name: /^Every seed rephrased/u });
  await expect(rephrased).toBeChecked();
  await expect(rephrased).toHaveAccessibleDescription(
    /asks a teacher that reads prompts, and recorded replies do not/u,
  );
  const plan = page.getByRole('complementary', { name: 'What it comes to' });
  await expect(plan.getByText(/^Distillation:.*Choose a live teacher for it/u)).toBeVisible();
  await createAndRun(page, name);
  await expect(report(page).getByRole('heading', { name: 'The arms' })).toBeVisible({ timeout: 40_000 });
  await expect(progress(page).getByText(PROGRESS.states.running)).toBeVisible();

  const asked = requests(page);
  await context.setOffline(true);
  await finished(page);
  expect(asked.map((request) => request.url())).toEqual([]);

  const [, ...rows] = await tableOf(page, /^Test accuracy of each arm/u);
  expect(rows.map(([arm, , , , , runs]) => [arm, runs])).toEqual([
    ['LLM2LLM', '40'],
    ['Seeds only', '40'],
    ['Every seed rephrased (AugGPT)', '0'],
    ['Distillation', '0'],
  ]);
  await expect(report(page).getByRole('heading', { name: 'What could not run' })).toBeVisible();
  await expect(
    report(page)
      .getByText(/gold labels never stand in for a teacher/u)
      .first(),
  ).toBeVisible();
  await expect(button(page, PROGRESS.again)).toHaveCount(0);
  // A report that was made here can be kept here.
  expect((await saved(page, REPORT.csv)).text.trimEnd().split('\r\n')).toHaveLength(1 + 160);
});
