import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../styles/base.css';
import type { LoopEvent } from '../../core/loop/events.ts';
import { FixtureSession } from './fixture-session.svelte.ts';
import { upTo } from './fixture.ts';
import { inContextEvents } from './fixture-in-context.ts';
import RunView from './RunView.svelte';

const events = inContextEvents();
const show = (session: FixtureSession) => render(RunView, { session, onEdit: () => undefined });

afterEach(() => {
  document.documentElement.removeAttribute('data-theme');
});

it('shows the examples that stood in the prompt of a wrong seed, and every score', async () => {
  await show(new FixtureSession(upTo(events, 'grown')));
  const item = page.getByRole('article').first();
  await item.getByText(/^In its prompt: /u).click();
  await expect.element(item.getByRole('listitem').first()).toBeVisible();
  await expect.element(item.getByText('the last stood next to the question')).toBeVisible();
  await expect.element(page.getByText(/each label is scored by its likelihood/u)).toBeVisible();
});

it('sets disputed labels apart, with both labels', async () => {
  await show(new FixtureSession(upTo(events, 'grown')));
  const disputes = page.getByRole('region', { name: /^Labels in dispute \(2\)/u });
  await expect.element(disputes.getByText('second look, by the student').first()).toBeVisible();
  await expect.element(disputes.getByText('Hard to say.')).toBeVisible();
});

describe('the budget', () => {
  const budget = page.getByRole('region', { name: 'What the teacher takes' });

  it('says before the asking what it may come to at most', async () => {
    await show(new FixtureSession(upTo(events, 'selected', 2)));
    await expect.element(budget.getByRole('columnheader', { name: /iteration 2: at most/u })).toBeVisible();
    const calls = budget.getByRole('row', { name: /^Calls/u });
    await expect.element(calls).toHaveTextContent(/ of 50/u);
    await expect.element(budget.getByRole('row', { name: /^Money/u })).toHaveTextContent(/at least/u);
  });

  it('is only looked back on when the run has ended', async () => {
    await show(new FixtureSession(events, 'finished'));
    await expect.element(budget.getByRole('row', { name: /^Prompt tokens/u })).toBeVisible();
    expect(budget.getByRole('columnheader', { name: /at most/u }).elements()).toEqual([]);
  });
});

it('makes the way to a missing model a link', async () => {
  const error = {
    code: 'model-not-downloaded',
    message: 'SmolLM2 135M Instruct is not in this browser yet.',
    remedy: 'Download it under Models (about 269 MB), then press Play.',
  };
  const stopped: LoopEvent[] = [...events.slice(0, 2), { type: 'interrupted', iteration: 0, error }];
  await show(new FixtureSession(stopped, 'interrupted'));
  const link = page.getByRole('link', { name: 'Models', exact: true });
  await expect.element(link).toHaveAttribute('href', '#/models');
  await expect.element(page.getByText(/^Download it under Models \(about 269 MB\)/u)).toBeVisible();
});

for (const theme of ['light', 'dark']) {
  it(`axe finds nothing: ${theme}`, async () => {
    document.documentElement.dataset['theme'] = theme;
    await show(new FixtureSession(upTo(events, 'selected', 2)));
    await expect.element(page.getByRole('heading', { name: 'What the teacher takes' })).toBeVisible();
    for (const details of document.querySelectorAll('details')) details.open = true;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await axe.run(document.body, { runOnly: tags, rules: { region: { enabled: false } } });
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  });
}
