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
