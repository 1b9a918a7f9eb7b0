/** Tasks beside plain classification: one of a person's own with numbers, one from its authors' files, one a head cannot learn. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { runCopy } from '../../src/ui/copy/run.ts';
import { CHOICES } from '../../src/ui/copy/choices.ts';
import { FILE } from '../../src/ui/copy/file.ts';
import { FIELD_WORDS } from '../../src/ui/copy/settings.ts';
import { TASK } from '../../src/ui/copy/tasks.ts';
import {
  chooseFile,
  createRun,
  foreignHosts,
  playToEnd,
  requests,
  result,
  setting,
  storedEvents,
  uncaught,
} from '../support/lab-page.ts';
import { startMockApi, type MockApi, type MockStep } from '../support/mock-api.ts';

test.setTimeout(90_000);

const choice = (page: Page, path: string, value: string): Locator => {
  const label = CHOICES[path]?.find((one) => one.value === value)?.label ?? `no choice ${value} of ${path}`;
  return page
    .getByRole('group', { name: FIELD_WORDS[path]?.label ?? path })
    .getByRole('radio', { name: label });
};
const open = (page: Page) => page.getByRole('button', { name: FILE.choose, exact: true });
const use = (page: Page) => page.getByRole('button', { name: FILE.save });

/** Crates of pears, each with another number, and the way to it. */
const PEARS = Array.from({ length: 12 }, (_, i) => {
  const [crates, each] = [i + 3, i + 5];
  return {
    question: `In yard ${i} stand ${crates} crates with ${each} pears in each of them.`,
    answer: `${crates} times ${each} is ${crates * each}.\n#### ${crates * each}`,
    number: crates * each,
  };
});
const ASKED = 'How many pears are there? ';

/** How the student answers each: the right number, another, or none. Seeds and test examples have some of each kind. */
const KINDS = 'right wrong unreadable wrong unreadable right unreadable right wrong right right right'.split(
  ' ',
);
const STUDENT: readonly MockStep[] = PEARS.map(({ question, number }, i) => ({
  question: `${ASKED}${question}`,
  times: null,
  content:
    KINDS[i] === 'unreadable'
      ? 'That depends on the pears.'
      : `Counting crate by crate.\n#### ${KINDS[i] === 'right' ? number : number + 1}`,
}));

let api: MockApi;
test.beforeEach(async () => {
  api = await startMockApi({ steps: STUDENT });
});
test.afterEach(() => api.close());

test('of one’s own: numbers asked in one’s own words, and right, wrong and unreadable answers told apart', async ({
  page,
}) => {
  const errors = uncaught(page);
  await page.goto('/#/new?own=1');
  const content = PEARS.map(({ question, answer }) => JSON.stringify({ question, answer })).join('\n');
  await chooseFile(page, open(page), { name: 'pears.jsonl', content });
  // It has the form of GSM8K's files, which is said, and need not be so.
  await expect(page.getByText(FILE.looksLike('GSM8K'))).toBeVisible();
  await page.getByLabel(FILE.kind).selectOption(FILE.table);
  await page.getByRole('radio', { name: new RegExp(`^${FILE.answersAre.free.label}`, 'u') }).check();
  await expect(page.getByText('This gives 6 seeds and 6 test examples with free answers.')).toBeVisible();
  await use(page).click();
  await expect(page.getByRole('radio', { name: /^pears\.jsonl/u })).toBeChecked();

  // Answers in words are no classes: a model has to be the student, and all seeds are taken.
  await choice(page, 'custom.answer', 'number').check();
  await choice(page, 'student.id', 'api').check();
  await setting(page, 'student.baseUrl').fill(api.baseUrl);
  await setting(page, 'student.model').fill('small');
  await choice(page, 'teacher.id', 'api').check();
  await setting(page, 'teacher.baseUrl').fill(api.baseUrl);
  await setting(page, 'teacher.model').fill('large');
  await setting(page, 'iterations').fill('1');

  // What is asked follows every letter of what is typed; what might be answered is read at once.
  await page.getByText(TASK.preview).click();
  const student = page.getByRole('region', { name: TASK.student });
  await setting(page, 'custom.question').fill('Pears? {text}');
  await expect(student.getByText(/^Pears\? In yard \d+ stand/u)).toBeVisible();
  await setting(page, 'custom.question').fill('Pears?');
  await expect(page.getByText('Write {text} where the text is to stand.')).toBeVisible();
  await setting(page, 'custom.question').fill(`${ASKED}{text}`);
  const asked = await student.getByText(/^How many pears are there\? In yard/u).innerText();
  const { number = NaN } = PEARS.find(({ question }) => asked.endsWith(question)) ?? {};
  const attempt = page.getByLabel(TASK.tryAnswer).and(page.locator('textarea'));
  for (const [answer, reading] of [
    [`so many\n#### ${number}.0`, TASK.outcome.right(String(number))],
    [`-${number}`, TASK.outcome.wrong(`-${number}`)],
    ['very many', TASK.outcome.unreadable],
  ] as const) {
    await attempt.fill(answer);
    await expect(page.getByText(reading)).toBeVisible();
  }

  await setting(page, 'teacher.system').fill('Write a yard with other crates.');
  const teacher = page.getByRole('region', { name: TASK.teacher, exact: true });
  await expect(teacher.getByText('Write a yard with other crates.', { exact: true })).toBeVisible();

  const id = await createRun(page, 'Pears');
  await playToEnd(page);
  const events = await storedEvents(page, id);
  expect(events.at(-1)).toMatchObject({ type: 'finished' });
  const answered = events.flatMap(({ type, iteration, of, id: row, answer, correct }) => {
    const at = Number(/^row-(\d+)$/u.exec(String(row))?.[1]) - 1;
    const pears = PEARS[at];
    return type === 'predicted' && iteration === 0 && pears
      ? [{ ...pears, kind: KINDS[at], of, answer, correct }]
      : [];
  });
  expect(answered).toHaveLength(12);
  for (const { kind, number: right, answer, correct } of answered) {
    expect(correct).toBe(kind === 'right');
    expect(answer).toBe(kind === 'unreadable' ? null : String(kind === 'right' ? right : right + 1));
  }

  // Three outcomes, told apart: in the table, and seed by seed.
  const count = (kind: string, of = /./u) =>
    answered.filter((one) => one.kind === kind && of.test(String(one.of))).length;
  const table = page.getByRole('region', { name: 'Iterations' });
  const heads = await table.getByRole('columnheader').allInnerTexts();
  const cells = await table.getByRole('row').nth(1).locator('th, td').allInnerTexts();
  const cell = (head: string) => cells[heads.findIndex((text) => text.trim() === head)]?.trim();
  expect(cell('Unreadable')).toBe(String(count('unreadable')));
  const unread = count('unreadable', /seeds/u);
  expect(cell('Wrong')?.split(/\s*\n\s*/u)).toEqual([
    String(count('wrong', /seeds/u) + unread),
    runCopy.ofThemUnreadable(unread),
  ]);
  const seeds = page.getByRole('region', { name: 'Wrong seeds' }).getByRole('article');
  await expect(seeds.getByText(runCopy.wrong.unreadable)).toHaveCount(count('unreadable', /seeds/u));
  const wrong = answered.find(({ kind, of }) => kind === 'wrong' && of === 'seeds');
  if (!wrong) throw new Error('No seed was answered with a wrong number.');
  const one = seeds.filter({ hasText: wrong.question });
  await expect(one).toContainText(`answered ${wrong.number + 1}`);

  // A worked solution is shown by its number, and as a whole when it is asked for.
  const solution = one.getByText(`is ${wrong.number}.`).first();
  await expect(solution).toBeHidden();
  await one
    .getByRole('button', { name: /^in full/u })
    .first()
    .click();
  await expect(solution).toBeVisible();

  // Both models were told what the form showed.
  const sent = JSON.stringify(api.chats());
  expect(sent).toContain(ASKED.trim());
  expect(sent).toContain('Write a yard with other crates.');
  expect(api.chats().map(({ model }) => model)).toEqual(expect.arrayContaining(['small', 'large']));
  expect(errors).toEqual([]);
});

const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  'ABBR:exp': [
    'What does the sign QRX stand for ?',
    'What is OVB short for ?',
    'What do the letters LTD mean ?',
  ],
  'ENTY:animal': ['What bird sleeps on one leg ?', 'Which beast carries its house ?', 'What fish can walk ?'],
  'DESC:reason': ['Why does bread rise ?', 'How do bees find home ?', 'What makes glass clear ?'],
  'HUM:ind': [
    'Who mended the old bridge ?',
    'Who drew the first map of the bay ?',
    'Who won the sack race ?',
  ],
  'LOC:city': [
    'Where is the crooked tower ?',
    'What town lies at both rivers ?',
    'Where was the fair held ?',
  ],
  'NUM:date': ['When did the mill close ?', 'How many steps has the stair ?', 'How old is the oak ?'],
};
/** Lines as the authors ship them: the first two of every class, or the last. */
const labelFile = (name: string, from: number, to: number) => ({
  name,
  content: Object.entries(QUESTIONS)
    .flatMap(([label, questions]) => questions.slice(from, to).map((text) => `${label} ${text}`))
    .join('\n'),
});

test('of the paper: TREC from its authors’ two files, to a result with the head', async ({ page }) => {
  const errors = uncaught(page);
  const web = requests(page);
  await page.goto('/#/new?own=1');
  await chooseFile(page, open(page), labelFile('train.label', 0, 2));
  await expect(page.getByText(FILE.looksLike('TREC'))).toBeVisible();
  await page.getByRole('radio', { name: new RegExp(`^${FILE.secondOriginal.label}`, 'u') }).check();
  await chooseFile(page, page.getByRole('button', { name: FILE.second }), labelFile('test.label', 2, 3));
  await expect(
    page.getByText('This gives 12 seeds and 6 test examples with 6 labels: ABBR, DESC, ENTY, HUM, LOC, NUM.'),
  ).toBeVisible();
  await use(page).click();
  await expect(page.getByRole('radio', { name: /^train\.label/u })).toBeChecked();
  const task = page.getByRole('group', { name: FIELD_WORDS['task']?.label ?? '' });
  await expect(task.getByRole('radio', { name: /^TREC Which of six/u })).toBeChecked();
  await choice(page, 'teacher.id', 'eda').check();
  await setting(page, 'data.perClass').fill('2');
  await setting(page, 'iterations').fill('1');
  const id = await createRun(page, 'Questions');
  await playToEnd(page);
  const events = await storedEvents(page, id);
  expect(events.find(({ type }) => type === 'run-started')).toMatchObject({ config: { task: 'trec' } });
  expect(events.some(({ type, reject }) => type === 'judged' && reject === null)).toBe(true);
  await expect(result(page)).toContainText('n 6');
  expect(errors).toEqual([]);
  expect(foreignHosts(web, page)).toEqual([]);
});

test('that a head cannot learn says so, in a run and in an experiment', async ({ page }) => {
  await page.goto('/#/new');
  const head = choice(page, 'student.id', 'head');
  await expect(head).toBeChecked();
  await page.getByRole('radio', { name: /^GSM8K/u }).check();
  await expect(page.getByText(/^GSM8K is answered in words/u)).toBeVisible();
  await expect(head).not.toBeChecked();
  await expect(head).toBeDisabled();
  await expect(page.getByText(TASK.noHead)).toBeVisible();

  await page.goto('/#/experiment/new');
  await page.getByRole('radio', { name: /^GSM8K/u }).check();
  await expect(page.getByRole('alert')).toContainText('has answers that a trained head cannot learn');
});
