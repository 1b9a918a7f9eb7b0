import { expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { fakeLab, fakeRecord, fakeShell } from '../shell/fake-lab.ts';
import RunsView from './RunsView.svelte';

it('teaches where there are no runs', async () => {
  await render(RunsView, { shell: fakeShell(fakeLab().lab) });
  await expect.element(page.getByRole('heading', { name: 'No runs yet' })).toBeVisible();
});

it('renames with Enter and leaves the name with Escape', async () => {
  const { lab, state } = fakeLab({ runs: [fakeRecord('a')] });
  await render(RunsView, { shell: fakeShell(lab) });
  await page.getByRole('button', { name: 'Rename' }).click();
  await userEvent.fill(page.getByRole('textbox'), 'Thrown away');
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('link', { name: 'Run a' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Rename' })).toHaveFocus();

  await page.getByRole('button', { name: 'Rename' }).click();
  await userEvent.fill(page.getByRole('textbox'), 'Better');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('link', { name: 'Better' })).toBeVisible();
  expect(state.calls.filter((call) => call.startsWith('rename'))).toEqual(['rename a Better']);
});

it('deletes with an undo, and settles only when nothing can be undone any more', async () => {
  const { lab, state } = fakeLab({ runs: [fakeRecord('a'), fakeRecord('b')] });
  await render(RunsView, { shell: fakeShell(lab) });
  await page.getByRole('button', { name: 'Delete' }).first().click();
  await expect.element(page.getByRole('link', { name: 'Run a' })).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.element(page.getByRole('link', { name: 'Run a' })).toBeVisible();
  expect(state.calls).not.toContain('purge');

  await page.getByRole('button', { name: 'Delete' }).first().click();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await vi.waitFor(() => expect(state.calls).toContain('purge'));
});
