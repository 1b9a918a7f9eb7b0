import '../styles/base.css';
import axe from 'axe-core';
import { afterEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { LabError } from '../../core/errors.ts';
import { parseConfig } from '../../core/config/schema.ts';
import { fakeLab, fakeRecord, fakeShell } from '../shell/fake-lab.ts';
import { fakeModels } from '../models/fake-models.ts';
import BackendView from './BackendView.svelte';
import type { FakeBackend } from './fake-backend.ts';
import { fakeBackends, fakeJob, fakeStep, TUNED } from './fake-backend.ts';

const HOME = 'http://b.example/v1';
const student = { id: 'backend', baseUrl: HOME, model: 'small' } as const;
const run = fakeRecord('r1', {
  name: 'Reviews',
  config: parseConfig({ data: { id: 'film-reviews' }, student }),
});

afterEach(() => {
  vi.useRealTimers();
  document.documentElement.removeAttribute('data-theme');
});

async function open(given: Partial<FakeBackend> = {}) {
  const { lab, state: labState } = fakeLab({ runs: [run] });
  const { backends, state } = fakeBackends(given);
  // One manager for the page, as the real lab has it.
  const models = fakeModels();
  const shell = fakeShell({ ...lab, backends: async () => backends, models: async () => models });
  const { unmount } = await render(BackendView, { shell });
  await expect.element(page.getByRole('heading', { level: 2, name: 'Connection' })).toBeVisible();
  return { shell, state, labState, unmount };
}
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const connect = () => press('Test the backend');

it('teaches whoever has none, and asks nobody', async () => {
  const { lab } = fakeLab();
  const { backends, state } = fakeBackends();
  await render(BackendView, { shell: fakeShell({ ...lab, backends: async () => backends }) });
  await expect.element(page.getByText('npm run backend')).toBeVisible();
  await expect.element(page.getByText(/The training examples of a run/u)).toBeVisible();
  await expect.element(page.getByLabelText('Address')).toHaveValue('http://127.0.0.1:8040/v1');
  expect(state.calls).toEqual([]);
});

it('offers the backend of a run, keeps the key for its address, and says what it can do', async () => {
  const { state, labState } = await open();
  await expect.element(page.getByLabelText('Address')).toHaveValue(HOME);
  await page.getByLabelText('Key', { exact: true }).fill('secret-key');
  await connect();
  await expect.element(page.getByText('It scores labels:')).toBeVisible();
  expect(labState.keys.get(HOME)).toEqual({ key: 'secret-key', remember: false });
  await expect.element(page.getByLabelText('Key', { exact: true })).toHaveValue('');
  expect(state.calls).toContain('abilities');
});

it('names the origin of the page where it is not let in', async () => {
  await open({ failing: new LabError('student-cors', 'b.example keeps pages out (CORS).', 'Allow it.') });
  await connect();
  await expect.element(page.getByRole('alert')).toHaveTextContent(location.origin);
});

it('shows jobs with their status in words, and who made them', async () => {
  const error = { code: 'out_of_memory', message: 'The GPU is full.' };
  await open({
    jobs: [
      fakeJob('job-3', { status: 'failed', rawStatus: 'failed', error, finishedAt: 1_700_000_060 }),
      fakeJob('job-2', { status: 'unknown', rawStatus: 'compressing' }),
      fakeJob('job-1', { status: 'succeeded', tuned: TUNED, metadata: {} }),
    ],
  });
  await connect();
  const failed = page.getByRole('article', { name: 'Job job-3' });
  await expect.element(failed.getByText('Failed')).toBeVisible();
  await expect.element(failed.getByText('The GPU is full.')).toBeVisible();
  await expect.element(failed.getByRole('link', { name: 'Reviews' })).toHaveAttribute('href', '#/run/r1');
  await expect.element(failed.getByText('1 min 0 s')).toBeVisible();
  await expect.element(failed.getByText('0.0002')).toBeVisible();
  await expect.element(page.getByText('The server says “compressing”.')).toBeVisible();
  await press('Show more');
  await expect.element(page.getByRole('article', { name: 'Job job-1' }).getByText('made outside')).toBeVisible();
});

it('follows an open job, and speaks only when its status changes', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const { shell, state } = await open({ jobs: [fakeJob('job-1')], events: [fakeStep(1, 1.5)] });
  await connect();
  await press('Details of job job-1');
  await expect.element(page.getByText('Step 1 of 4: loss 1.500')).toBeVisible();
  state.events.push(fakeStep(2, 1.25), { ...fakeStep(9, 0), id: 'm', step: null, level: 'warn', message: 'Slow disk' });
  await vi.advanceTimersByTimeAsync(2000);
  await expect.element(page.getByText('Step 2 of 4: loss 1.250')).toBeVisible();
  await expect.element(page.getByRole('cell', { name: 'Slow disk' })).toBeVisible();
  await expect.element(page.getByRole('cell', { name: 'Warning' })).toBeVisible();
  expect(shell.spoken).toEqual(['Connected to b.example.']);
  state.jobs = [fakeJob('job-1', { status: 'succeeded', rawStatus: 'succeeded' })];
  await vi.advanceTimersByTimeAsync(2000);
  await expect.element(page.getByText('Trained', { exact: true })).toBeVisible();
  expect(shell.spoken).toEqual(['Connected to b.example.', 'Job job-1: Trained.']);
  // Nothing is open any more: nobody is asked.
  const asked = state.calls.length;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(state.calls).toHaveLength(asked);
});

it('asks nobody once it is left', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const { state, unmount } = await open({ jobs: [fakeJob('job-1')] });
  await connect();
  await expect.element(page.getByRole('article', { name: 'Job job-1' })).toBeVisible();
  const asked = () => state.calls.filter((call) => call.startsWith('jobs')).length;
  const before = asked();
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked()).toBe(before + 1);
  await unmount();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked()).toBe(before + 1);
});

it('cancels after a question, pauses and goes on', async () => {
  const { state } = await open({ jobs: [fakeJob('job-1')] });
  await connect();
  await press('Pause');
  await press('Go on');
  await press('Cancel the job');
  await press('Let it go on');
  await press('Cancel the job');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the job' }).click();
  await expect.element(page.getByText('Cancelled', { exact: true })).toBeVisible();
  expect(state.calls.filter((call) => call.endsWith(' job-1'))).toEqual([
    'pause job-1',
    'resume job-1',
    'cancel job-1',
  ]);
});

it('downloads the files of an adapter, and deletes a model after a question', async () => {
  const { state, shell } = await open();
  await connect();
  await press(`Download the adapter of ${TUNED}`);
  await press('Download all');
  await expect.poll(() => state.calls.filter((call) => call.startsWith('file'))).toHaveLength(2);
  await press(`Delete ${TUNED}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await expect.element(page.getByText('None yet. A training that comes')).toBeVisible();
  expect(shell.spoken.at(-1)).toBe(`${TUNED} is deleted at the backend.`);
});

it('loads a model into the tab in a quantisation that has a library', async () => {
  const { state } = await open({ without: ['q0f32'] });
  await connect();
  await press(`Load into the tab: ${TUNED}`);
  await press('Load into the tab');
  await expect.element(page.getByText('WebLLM has no prebuilt library')).toBeVisible();
  await expect.element(page.getByLabelText('Quantisation')).toHaveValue('q0f16');
  await press('Load into the tab');
  await expect.element(page.getByText(/^Ready offline/u)).toBeVisible();
  const use = page.getByRole('link', { name: 'Use it as the student of a new run' });
  const href = decodeURIComponent((use.element() as HTMLAnchorElement).hash);
  expect(href).toContain(`student-model=custom:${TUNED}-q0f16`);
  expect(href).toContain('demonstrations=none');
  expect(state.calls.filter((call) => call.startsWith('weights'))).toEqual([
    `weights ${TUNED} q0f32`,
    `weights ${TUNED} q0f16`,
  ]);
});

it('compares before and after, and asks nothing twice', async () => {
  const { state } = await open();
  await connect();
  await press(`Compare before and after ${TUNED}`);
  await expect.element(page.getByRole('heading', { name: `Before and after: ${TUNED}` })).toHaveFocus();
  await page.getByLabelText('Examples').fill('0');
  await press('Compare');
  await expect.element(page.getByRole('alert')).toHaveTextContent('from 1 to 1,000');
  await page.getByLabelText('Examples').fill('20');
  await press('Compare');
  await expect.element(page.getByText('1 of 2 right (50.0%')).toBeVisible();
  await expect.element(page.getByText('2 of 2 right (100.0%')).toBeVisible();
  await expect.element(page.getByText(/mended 1 example and broke 0 examples.*2 examples show little/u)).toBeVisible();
  await press('Compare again');
  await expect.element(page.getByRole('button', { name: 'Compare again' })).toBeEnabled();
  expect(state.calls.filter((call) => call.startsWith('predict'))).toEqual([
    'predict small 2',
    `predict ${TUNED} 2`,
  ]);
});

it('is reached by keyboard alone', async () => {
  const { state } = await open({ jobs: [fakeJob('job-1')] });
  (page.getByLabelText('Address').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('article', { name: 'Job job-1' })).toBeVisible();
  (page.getByRole('button', { name: 'Details of job job-1' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('Step 2, loss 0.500')).toBeVisible();
  expect(state.calls).toContain('abilities');
});

for (const theme of ['light', 'dark'] as const) {
  it(`is accessible and fits a small screen, ${theme}`, async () => {
    document.documentElement.dataset['theme'] = theme;
    await page.viewport(320, 700);
    await open({ jobs: [fakeJob('job-1'), fakeJob('job-0', { status: 'failed' })], events: [fakeStep(1, 1.5), fakeStep(2, 1)] });
    await connect();
    await press('Details of job job-1');
    await press(`Download the adapter of ${TUNED}`);
    await press(`Compare before and after ${TUNED}`);
    await press('Compare');
    await expect.element(page.getByText('2 of 2 right (100.0%')).toBeVisible();
    const { violations } = await axe.run(document.body, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
    const { scrollWidth, clientWidth } = document.documentElement;
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  });
}
