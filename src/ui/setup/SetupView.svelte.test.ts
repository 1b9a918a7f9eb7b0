import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { PRESETS } from '../../core/config/presets.ts';
import { PRESET_WORDS } from '../copy/setup.ts';
import { fakeLab, fakeRecord, fakeShell } from '../shell/fake-lab.ts';
import SetupView from './SetupView.svelte';

const show = (query = '', given: Parameters<typeof fakeLab>[0] = {}) => {
  const { lab, state } = fakeLab(given);
  const shell = fakeShell(lab);
  return render(SetupView, { shell, params: new URLSearchParams(query) }).then(() => ({ state, shell }));
};
const create = () => page.getByRole('button', { name: 'Create the run' });

it('creates the demo as it stands', async () => {
  const { state, shell } = await show();
  await create().click();
  await vi.waitFor(() => expect(shell.went).toEqual(['#/run/r1']));
  expect(state.runs[0]?.config).toMatchObject({ data: { id: 'film-reviews' }, arm: 'llm2llm' });
});

it('says at the field what is wrong, goes there, and creates nothing', async () => {
  const { state } = await show();
  const iterations = page.getByRole('textbox', { name: 'Iterations', exact: true });
  await userEvent.fill(iterations, '0');
  await create().click();
  await expect.element(iterations).toHaveFocus();
  await expect.element(iterations).toHaveAttribute('aria-invalid', 'true');
  await expect.element(page.getByText('Give 1 or more.')).toBeVisible();
  expect(state.runs).toEqual([]);
});

it('opens what is to be known about a setting by key', async () => {
  await show();
  const help = page.getByRole('button', { name: 'About: Iterations' });
  (help.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(help).toHaveAttribute('aria-expanded', 'true');
  await expect.element(page.getByText('Default: 6 iterations.', { exact: false })).toBeVisible();
});

it('keeps a key out of the configuration', async () => {
  const { state } = await show('set=film-reviews&teacher=api&url=https://a.example/v1&model=m');
  await userEvent.fill(page.getByRole('textbox', { name: 'Key' }), 'sk-secret');
  await create().click();
  await vi.waitFor(() => expect(state.runs).toHaveLength(1));
  expect(state.keys.get('https://a.example/v1')).toEqual({ key: 'sk-secret', remember: false });
  expect(JSON.stringify(state.runs)).not.toContain('sk-secret');
});

it('lets EDA stand in where the data have no replies, and says so', async () => {
  const { state } = await show('set=hub:trec');
  await expect.element(page.getByText(/no recorded replies, so EDA rules write/)).toBeVisible();
  await create().click();
  await vi.waitFor(() => expect(state.runs).toHaveLength(1));
  expect(state.runs[0]?.config.teacher.id).toBe('eda');
  expect(state.runs[0]?.name).toBe('TREC, EDA teacher, draw 1');
});

it('goes to the section the address names', async () => {
  await show('from=a&at=teacher', { runs: [fakeRecord('a', { name: 'First' })] });
  await expect.element(page.getByRole('heading', { name: 'Teacher', exact: true })).toHaveFocus();
});

it('refuses a recorded teacher that was chosen where the data have no replies', async () => {
  const { state } = await show('set=hub:trec');
  await page.getByRole('radio', { name: /^Recorded/ }).click();
  await create().click();
  await expect.element(page.getByText(/no recorded replies\. Choose/)).toBeVisible();
  expect(state.runs).toEqual([]);
});

it('duplicates a run with its settings', async () => {
  const { state, shell } = await show('from=a', { runs: [fakeRecord('a', { name: 'First' })] });
  await expect.element(page.getByRole('heading', { level: 1 })).toHaveTextContent('New run from "First"');
  await create().click();
  await vi.waitFor(() => expect(shell.went).toHaveLength(1));
  expect(state.calls).toContain('duplicate a');
});

describe('a language model as the student', () => {
  const inContext = () => page.getByRole('radio', { name: /^A language model that reads/u });
  const head = () => page.getByRole('radio', { name: /^A frozen encoder/u });
  const rule = (name: RegExp) => page.getByRole('radio', { name });

  it('leaves one out, says so, and gives the rule back', async () => {
    await show();
    await inContext().click();
    await expect.element(page.getByText(/is now “leave one out”/u)).toBeVisible();
    await expect.element(rule(/^Leave one out/u)).toBeChecked();
    await head().click();
    await expect.element(rule(/^Out of fold/u)).toBeChecked();
  });

  it('keeps a rule that somebody chose', async () => {
    await show();
    await rule(/^In sample/u).click();
    await inContext().click();
    await expect.element(rule(/^In sample/u)).toBeChecked();
    expect(page.getByText(/is now “leave one out”/u).elements()).toEqual([]);
  });

  it('begins with a model of the list, and keeps one that a link names', async () => {
    const { state } = await show();
    await inContext().click();
    await expect.element(page.getByLabelText('Student model', { exact: true })).toHaveValue('Tiny-q0f16-MLC');
    await create().click();
    await vi.waitFor(() => expect(state.runs).toHaveLength(1));
    expect(state.runs[0]?.config.student).toMatchObject({ id: 'in-context', model: 'Tiny-q0f16-MLC' });
    expect(state.runs[0]?.config.wrongSet.rule).toBe('leave-one-out');
  });

  it('may be unknown here, and be its own teacher by one press', async () => {
    const { state } = await show(
      'set=film-reviews&student=in-context&student-model=custom:mine&teacher=webllm&model=other',
    );
    await expect.element(page.getByText(/"custom:mine" is not known in this browser/u)).toBeVisible();
    await page.getByRole('button', { name: 'Use the student itself' }).click();
    await expect.element(page.getByText(/^The student is its own teacher/u)).toBeVisible();
    await create().click();
    await vi.waitFor(() => expect(state.runs).toHaveLength(1));
    expect(state.runs[0]?.config.teacher).toMatchObject({ id: 'webllm', model: 'custom:mine' });
  });
});

it('fills the form from each preset', async () => {
  await show();
  await page.getByText("The paper's five tasks").click();
  for (const { id } of PRESETS) {
    const card = page.getByRole('button').filter({ hasText: PRESET_WORDS[id].text });
    await card.click();
    await expect.element(card).toHaveAttribute('aria-pressed', 'true');
  }
});

it('keeps a system prompt only when it is not the standard one', async () => {
  const { state } = await show('set=film-reviews&teacher=built-in&system=Mine');
  await page.getByText('The prompt', { exact: true }).click();
  const prompt = page.getByRole('textbox', { name: 'System prompt' });
  await expect.element(prompt).toHaveValue('Mine');
  await page.getByRole('button', { name: 'Back to the standard prompt' }).click();
  await expect.poll(() => (prompt.element() as HTMLTextAreaElement).value).toContain('labels are: a, b.');
  await create().click();
  await vi.waitFor(() => expect(state.runs).toHaveLength(1));
  expect(state.runs[0]?.config.teacher).toMatchObject({ id: 'built-in', system: null });
});

describe('a task', () => {
  const choose = (name: RegExp) => page.getByRole('radio', { name });
  const size = () => page.getByRole('combobox', { name: 'How many seeds' });

  it('comes with its data, and brings the student and the seeds it needs', async () => {
    const { state } = await show();
    await choose(/^GSM8K · Hugging/u).click();
    await expect.element(choose(/^GSM8K A school/u)).toBeChecked();
    await expect.element(choose(/^A language model that reads/u)).toBeChecked();
    await expect.element(choose(/^A frozen encoder/u)).toBeDisabled();
    await expect.element(page.getByText(/^GSM8K is answered in words.*a language model/u)).toBeVisible();
    await expect.element(size()).toHaveValue('percent');
    await create().click();
    await vi.waitFor(() => expect(state.runs).toHaveLength(1));
    expect(state.runs[0]?.config).toMatchObject({
      task: 'gsm8k',
      data: { id: 'hub:gsm8k', perClass: null, percent: 1 },
      student: { id: 'in-context' },
      wrongSet: { rule: 'leave-one-out' },
    });
  });

  it('gives back what it took when other data are chosen', async () => {
    await show();
    await choose(/^GSM8K · Hugging/u).click();
    await choose(/^Film reviews/u).click();
    await expect.element(choose(/^Classification/u)).toBeChecked();
    await expect.element(choose(/^A frozen encoder/u)).toBeChecked();
    await expect.element(choose(/^Out of fold/u)).toBeChecked();
    await expect.element(size()).toHaveValue('perClass');
  });

  it('says so where a link asks for what cannot be', async () => {
    const { state } = await show('set=hub:gsm8k&task=gsm8k&per-class=10&teacher=eda');
    await create().click();
    await expect.element(page.getByText(/no classes to draw from\. Choose/u)).toBeVisible();
    expect(state.runs).toEqual([]);
  });

  it('of the person’s own is edited with its messages in sight, and answers can be tried', async () => {
    const { state } = await show(
      'set=film-reviews&student=api&student-url=http://a.example/v1&student-model=m',
    );
    await choose(/^A task of your own/u).click();
    await page.getByText('What is asked, word for word').click();
    const question = page.getByRole('textbox', { name: 'How a text is put to the student' });
    await userEvent.fill(question, 'Mood of "{text}"?');
    const asked = page.getByRole('region', { name: 'To the student' });
    await expect.element(asked.getByText('Mood of "s a"?')).toBeVisible();
    const answer = page.getByRole('textbox', { name: 'Try an answer' });
    await userEvent.fill(answer, 'A!');
    await expect.element(page.getByText('Right: it is read as “a”.')).toBeVisible();
    await userEvent.fill(answer, 'b');
    await expect.element(page.getByText('Wrong: it is read as “b”.')).toBeVisible();
    await userEvent.fill(answer, 'hm');
    await expect.element(page.getByText(/^It cannot be read/u)).toBeVisible();
    await userEvent.fill(page.getByRole('textbox', { name: 'Labels', exact: true }), 'a');
    await create().click();
    await expect.element(page.getByRole('textbox', { name: 'Labels', exact: true })).toHaveFocus();
    expect(state.runs).toEqual([]);
    await userEvent.fill(page.getByRole('textbox', { name: 'Labels', exact: true }), 'a: good\nb: bad');
    await expect.element(asked.getByText(/a: good/u)).toBeVisible();
    await create().click();
    await vi.waitFor(() => expect(state.runs).toHaveLength(1));
    expect(state.runs[0]?.config).toMatchObject({
      task: 'custom',
      custom: { labels: 'a: good\nb: bad', question: 'Mood of "{text}"?' },
    });
  });
});

describe('a student at an API', () => {
  it('has a key of its own, for its own address only', async () => {
    const { state } = await show(
      'set=film-reviews&student=api&student-url=https://s.example/v1&student-model=m&teacher=api&url=https://t.example/v1&model=n',
    );
    await userEvent.fill(page.getByRole('textbox', { name: 'Key for the student' }), 'sk-student');
    await userEvent.fill(page.getByRole('textbox', { name: 'Key', exact: true }), 'sk-teacher');
    await create().click();
    await vi.waitFor(() => expect(state.runs).toHaveLength(1));
    expect([...state.keys].map(([url, { key }]) => [url, key])).toEqual([
      ['https://s.example/v1', 'sk-student'],
      ['https://t.example/v1', 'sk-teacher'],
    ]);
    expect(JSON.stringify(state.runs)).not.toContain('sk-');
  });

  it('is tried out like a teacher', async () => {
    const { state } = await show(
      'set=film-reviews&student=api&student-url=https://s.example/v1&student-model=m',
    );
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await expect.element(page.getByText(/answers with the model "m"/u)).toBeVisible();
    expect(state.calls).toContain('testTeacher m');
  });
});

it('names at the field an arm that its teacher cannot do', async () => {
  const { state } = await show();
  await page.getByRole('radio', { name: /^Distillation/u }).click();
  await expect
    .element(page.getByText(/asks a teacher that reads prompts.*Choose a live teacher/u))
    .toBeVisible();
  await create().click();
  expect(state.runs).toEqual([]);
  await page.getByRole('radio', { name: /^Word rules/u }).click();
  await expect.element(page.getByText(/uses EDA rules, whatever is chosen here/u)).toBeVisible();
  await create().click();
  await vi.waitFor(() => expect(state.runs).toHaveLength(1));
});
