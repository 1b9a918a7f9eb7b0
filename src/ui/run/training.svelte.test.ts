import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../styles/base.css';
import { backendEvents, fallingLoss, tuningProgress } from './fixture-backend.ts';
import { FixtureSession } from './fixture-session.svelte.ts';
import { upTo } from './fixture.ts';
import RunView from './RunView.svelte';

const events = backendEvents();

/** In the second iteration's training. */
async function training(more: Parameters<typeof tuningProgress>[0] = {}): Promise<FixtureSession> {
  const session = new FixtureSession(upTo(events, 'iteration-started', 2), 'playing');
  session.tuning = tuningProgress(more);
  await render(RunView, { session, onEdit: () => undefined });
  return session;
}
const panel = () => page.getByRole('region', { name: 'Training at 127.0.0.1:8040' });
const models = () => page.getByRole('region', { name: 'Trained models' });
const cancel = () => panel().getByRole('button', { name: 'Cancel training' });

afterEach(async () => {
  await page.viewport(1000, 800);
  document.documentElement.removeAttribute('data-theme');
});

describe('a training under way', () => {
  it('says how it stands, with its loss as it falls', async () => {
    const session = await training();
    const status = panel().getByRole('status');
    await expect.element(status).toHaveTextContent('Training: iteration 2, whole set.');
    await expect.element(panel().getByText('Step 4 of 12: loss 1.171')).toBeVisible();
    await expect.element(panel().getByText('4 of 12', { exact: true })).toBeVisible();
    await expect.element(panel().getByText('0.0002', { exact: true })).toBeVisible();
    await expect.element(panel().getByText(/^1 min \d+ s$/u)).toBeVisible();
    await expect.element(panel().getByText(/, in 2 min \d+ s$/u)).toBeVisible();
    const said = status.element().textContent;
    session.tuning = tuningProgress({ losses: fallingLoss(9) });
    await expect.element(panel().getByText('Step 9 of 12: loss 0.632')).toBeVisible();
    // A step is no news to be spoken.
    expect(status.element().textContent).toBe(said);
    session.tuning = tuningProgress({ losses: fallingLoss(12), phase: 'succeeded' });
    await expect.element(status).toHaveTextContent('Trained: iteration 2');
    session.tuning = null;
    await expect.element(panel()).not.toBeInTheDocument();
  });

  it('has a table behind its curve, and the server’s messages', async () => {
    await training();
    await expect
      .element(panel().getByRole('img', { name: /loss 2\.400 at step 1, 1\.171 at step 4/u }))
      .toBeVisible();
    await panel().getByRole('button', { name: 'Show as table' }).click();
    await expect.element(panel().getByRole('row', { name: '4 1.171' })).toBeVisible();
    await panel().getByText('What the server says (2)').click();
    await expect.element(panel().getByText('Fine-tuning begins.')).toBeVisible();
  });

  it('says what was found again, what nobody knows, and that a paused run trains on', async () => {
    const session = await training({ adopted: true, phase: 'unknown', rawStatus: 'warming_up' });
    await expect
      .element(panel().getByText(/found again at the server: it is not paid for twice/u))
      .toBeVisible();
    await expect.element(panel().getByText(/The server says “warming_up”\./u)).toBeVisible();
    session.mode = 'paused';
    await expect.element(panel().getByText(/The server trains on/u)).toBeVisible();
  });

  it('cannot be cancelled, nor drawn, before there is a job', async () => {
    const none = { job: null, losses: [], totalSteps: null, learningRate: null, createdAt: null };
    await training({ ...none, phase: 'uploading', estimatedFinish: null, messages: [], fold: 2 });
    await expect
      .element(panel().getByRole('status'))
      .toHaveTextContent('Handing over the training set: iteration 2, without part 3.');
    await expect.element(panel().getByText('No step has been told yet.')).toBeVisible();
    expect(cancel().elements()).toEqual([]);
  });

  it('is cancelled by key, once that is confirmed', async () => {
    const session = await training();
    (cancel().element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    const dialog = page.getByRole('dialog', { name: 'Cancel this training?' });
    await expect.element(dialog).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(session.calls).toEqual([]);
    await expect.element(cancel()).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await dialog.getByRole('button', { name: 'Cancel training' }).click();
    expect(session.calls).toEqual(['cancelTraining']);
    await expect.element(panel()).not.toBeInTheDocument();
  });
});

describe('what was trained', () => {
  it('is shown from the log: models, rates, and the loss of each', async () => {
    await render(RunView, { session: new FixtureSession(events, 'finished'), onEdit: () => undefined });
    await expect.element(models().getByText('LoRA, rank 16, alpha 32, from smollm2-135m.')).toBeVisible();
    const first = models().getByRole('row', { name: /ft:smollm2-135m:llm2llm-0/u });
    await expect.element(first).toHaveTextContent(/0\.0002.*4,100.*ftjob-0/u);
    await expect.element(models().getByRole('img', { name: /^Loss of final fit/u })).toBeVisible();
    const choose = models().getByRole('button', { name: 'Show the loss of iteration 1, whole set' });
    await choose.click();
    await expect.element(choose).toHaveAttribute('aria-pressed', 'true');
    await expect.element(models().getByRole('img', { name: /^Loss of iteration 1/u })).toBeVisible();
  });

  it('grows with the log, and follows the newest', async () => {
    const before = upTo(events, 'fitted');
    const session = new FixtureSession(before, 'playing');
    await render(RunView, { session, onEdit: () => undefined });
    await expect.element(models().getByRole('img', { name: /^Loss of iteration 1/u })).toBeVisible();
    session.append(...upTo(events, 'fitted', 2).slice(before.length));
    await expect.element(models().getByRole('img', { name: /^Loss of iteration 2/u })).toBeVisible();
  });
});

for (const theme of ['light', 'dark']) {
  it(`axe finds nothing, and nothing is cut off at 320 px: ${theme}`, async () => {
    document.documentElement.dataset['theme'] = theme;
    await page.viewport(320, 800);
    await training({ messages: ['m'.repeat(200), 'Fine-tuning begins.'], job: `ftjob-${'x'.repeat(60)}` });
    await expect.element(panel()).toBeVisible();
    await panel().getByRole('button', { name: 'Show as table' }).click();
    for (const details of document.querySelectorAll('details')) details.open = true;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await axe.run(document.body, { runOnly: tags, rules: { region: { enabled: false } } });
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    const { scrollWidth, clientWidth } = document.documentElement;
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  });
}
