import { expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
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
