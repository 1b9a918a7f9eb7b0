import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../styles/base.css';
import { LabError } from '../../core/errors.ts';
import { FAKE_BACKEND, fakeLab, fakeRecord, fakeShell } from '../shell/fake-lab.ts';
import { parseConfig } from '../../core/config/schema.ts';
import OpenView from './OpenView.svelte';
import SetupView from './SetupView.svelte';

const LINK = 'set=film-reviews&student=backend&student-url=http://b.example/v1&student-model=m';

const show = (query = '', given: Parameters<typeof fakeLab>[0] = {}) => {
  const { lab, state } = fakeLab(given);
  const shell = fakeShell(lab);
  return render(SetupView, { shell, params: new URLSearchParams(query) }).then(() => ({ state, shell }));
};
const student = () => page.getByRole('region', { name: 'Student', exact: true });
const backend = () => page.getByRole('radio', { name: /^A model that your fine-tuning backend trains/u });
const address = () => page.getByRole('textbox', { name: 'Base URL of the student', exact: true });
const model = () => page.getByRole('combobox', { name: 'Student model', exact: true });
const test = () => page.getByRole('button', { name: 'Test the backend' });
const create = () => page.getByRole('button', { name: 'Create the run' });

afterEach(async () => {
  await page.viewport(1000, 800);
  document.documentElement.removeAttribute('data-theme');
});

describe('a student that a backend trains', () => {
  it('is set up from its address and its key, with a model that the backend names', async () => {
    const { state } = await show();
    await backend().click();
    await expect.element(address()).toHaveValue('http://127.0.0.1:8040/v1');
    await userEvent.fill(page.getByLabelText('Key for the student'), 'sk-backend');
    await test().click();
    await expect.element(page.getByText(/^LLM2LLM backend 0\.1\.0/u)).toBeVisible();
    await expect.element(page.getByText(/Models it can train: smollm2-135m\./u)).toBeVisible();
    await expect.element(model()).toHaveValue('smollm2-135m');
    expect(state.calls).toContain('testBackend llm2llm http://127.0.0.1:8040/v1');
    expect(state.keys.get('http://127.0.0.1:8040/v1')).toEqual({ key: 'sk-backend', remember: false });
    await create().click();
    await vi.waitFor(() => expect(state.runs).toHaveLength(1));
    expect(state.runs[0]?.config).toMatchObject({
      student: { id: 'backend', model: 'smollm2-135m', answers: 'scored', training: { rank: null } },
      wrongSet: { rule: 'in-sample' },
    });
    expect(JSON.stringify(state.runs)).not.toContain('sk-backend');
  });

  it('takes the paper’s rule, says so, and what the others cost', async () => {
    await show();
    await backend().click();
    await expect.element(page.getByText(/is now “in sample”, as in the paper/u)).toBeVisible();
    await page.getByRole('radio', { name: /^Out of fold/u }).click();
    await expect.element(page.getByText(/^That is 6 trainings an iteration instead of one/u)).toBeVisible();
    await page.getByRole('radio', { name: /^Leave one out/u }).click();
    await expect.element(page.getByText(/^That is a training for every seed/u)).toBeVisible();
  });

  it('fills in the address of the service, and keeps what differs between kinds', async () => {
    await show();
    await backend().click();
    await page.getByLabelText('Fine-tuning service', { exact: true }).selectOptions('Nebius Token Factory');
    await expect.element(address()).toHaveValue('https://api.tokenfactory.nebius.com/v1');
    await expect.element(student().getByText(/Every job costs money/u)).toBeVisible();
    await page.getByRole('radio', { name: /^A language model at an API/u }).click();
    await expect.element(address()).toHaveValue('');
    await backend().click();
    await expect.element(address()).toHaveValue('https://api.tokenfactory.nebius.com/v1');
  });

  it('says what is in the way of a test', async () => {
    const refused = new LabError('student-key', 'The server refused the key.', 'Give the key it printed.');
    const { state } = await show('', { failing: new Map([['testBackend', refused]]) });
    await backend().click();
    await test().click();
    await expect.element(page.getByText('The server refused the key.')).toBeVisible();
    await expect.element(page.getByText('Give the key it printed.')).toBeVisible();
    await userEvent.fill(address(), 'here');
    await test().click();
    await expect.element(page.getByText('Give the base URL first.')).toBeVisible();
    expect(state.calls.filter((call) => call.startsWith('testBackend'))).toHaveLength(1);
  });

  it('says what a service cannot do, and that a model is not among its own', async () => {
    const abilities = { ...FAKE_BACKEND.abilities, scores: false, notes: ['It keeps files for a day.'] };
    await show(LINK, { backend: { ...FAKE_BACKEND, abilities } });
    await test().click();
    await expect.element(page.getByText(/^Choose “Written” below/u)).toBeVisible();
    await expect.element(page.getByText('It keeps files for a day.')).toBeVisible();
    await expect.element(page.getByText(/“m” is not among them/u)).toBeVisible();
    await expect.element(model()).toHaveValue('m');
  });

  it('leaves empty training settings to the server', async () => {
    const { state } = await show(`${LINK}&tuning-epochs=4`);
    await student().getByText('More settings').click();
    const rank = page.getByLabelText('LoRA rank', { exact: true });
    await expect.element(rank).toHaveAttribute('placeholder', 'auto');
    await userEvent.fill(page.getByLabelText('Learning rate, times', { exact: true }), '0.5');
    await page.getByRole('radio', { name: /^All weights/u }).click();
    await expect.element(rank).not.toBeInTheDocument();
    await create().click();
    await vi.waitFor(() => expect(state.runs).toHaveLength(1));
    expect(state.runs[0]?.config.student).toMatchObject({
      training: { method: 'full', epochs: 4, rateMultiplier: 0.5, batchSize: null, rank: null },
    });
  });

  it('is duplicated with its settings', async () => {
    const config = parseConfig({
      data: { id: 'film-reviews' },
      student: { id: 'backend', baseUrl: 'http://b.example/v1', model: 'm', provider: 'openai' },
    });
    const { state } = await show('from=a', { runs: [fakeRecord('a', { config })] });
    await expect.element(address()).toHaveValue('http://b.example/v1');
    await create().click();
    await vi.waitFor(() => expect(state.calls).toContain('duplicate a'));
    expect(state.runs[0]?.config).toEqual(config);
  });

  it('is opened from a link, with its key asked for', async () => {
    const { lab, state } = fakeLab();
    await render(OpenView, { shell: fakeShell(lab), params: new URLSearchParams(LINK) });
    await expect.element(page.getByText(/trained by a fine-tuning backend at this address/u)).toBeVisible();
    await userEvent.fill(page.getByLabelText('Key for the student'), 'sk-b');
    await page.getByRole('button', { name: 'Start this run' }).click();
    await vi.waitFor(() => expect(state.runs).toHaveLength(1));
    expect(state.keys.get('http://b.example/v1')?.key).toBe('sk-b');
  });
});

it('is tested by key alone', async () => {
  const { state } = await show(LINK);
  (test().element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await vi.waitFor(() => expect(state.calls).toContain('testBackend llm2llm http://b.example/v1'));
  await expect.element(page.getByText(/^LLM2LLM backend/u)).toBeVisible();
});

for (const theme of ['light', 'dark']) {
  it(`is set up by anyone: ${theme}, at 320 px too`, async () => {
    document.documentElement.dataset['theme'] = theme;
    await page.viewport(320, 800);
    await show(LINK);
    await test().click();
    await expect.element(page.getByText(/^LLM2LLM backend/u)).toBeVisible();
    for (const details of document.querySelectorAll('details')) details.open = true;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await axe.run(document.body, { runOnly: tags, rules: { region: { enabled: false } } });
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    const { scrollWidth, clientWidth } = document.documentElement;
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  });
}
