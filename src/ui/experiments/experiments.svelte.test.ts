import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../styles/base.css';
import { LabError } from '../../core/errors.ts';
import { fakeLab, fakeRecord, fakeShell } from '../shell/fake-lab.ts';
import ExperimentPage from './ExperimentPage.svelte';
import ExperimentsView from './ExperimentsView.svelte';
import { fakeListed, fakeSpec } from './fake-experiments.ts';
import NewExperiment from './NewExperiment.svelte';
import { specLink } from './spec-link.ts';

const button = (name: string) => page.getByRole('button', { name, exact: true });

async function violations(): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await axe.run(document.body, { runOnly: tags, rules: { region: { enabled: false } } });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}
/** Nothing looked at reaches out of the page sideways. */
const fits = (): boolean => document.documentElement.scrollWidth <= document.documentElement.clientWidth;

afterEach(async () => {
  await page.viewport(1000, 800);
  document.documentElement.removeAttribute('data-theme');
});

describe('the list', () => {
  it('teaches where there are no experiments', async () => {
    await render(ExperimentsView, { shell: fakeShell(fakeLab().lab) });
    await expect.element(page.getByRole('heading', { name: 'One run proves nothing' })).toBeVisible();
    await expect
      .element(page.getByRole('link', { name: 'New experiment' }))
      .toHaveAttribute('href', '#/experiment/new');
  });

  it('deletes only what was confirmed', async () => {
    const { lab, experiments } = fakeLab({}, [
      fakeListed('a', { settled: 6 }),
      fakeListed('b', { settled: 2 }),
    ]);
    await render(ExperimentsView, { shell: fakeShell(lab) });
    await expect.element(page.getByRole('cell', { name: '2 of 6 runs' })).toBeVisible();
    expect(await violations()).toEqual([]);
    await button('Delete').first().click();
    await button('Cancel').click();
    expect(experiments.list).toHaveLength(2);
    await button('Delete').first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect.element(page.getByRole('link', { name: 'Experiment a' })).not.toBeInTheDocument();
    expect(experiments.list.map(({ id }) => id)).toEqual(['b']);
  });
});

describe('the form', () => {
  const show = async (query = '', runs = [fakeRecord('r1')]) => {
    const { lab, experiments } = fakeLab({ runs });
    const shell = fakeShell(lab);
    await render(NewExperiment, { shell, params: new URLSearchParams(query) });
    await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
    return { shell, experiments };
  };

  it('says what it comes to, and creates and runs it', async () => {
    const { shell, experiments } = await show();
    await expect.element(page.getByText('30 runs, 29 of them computed', { exact: false })).toBeVisible();
    await page.getByRole('checkbox', { name: 'One shot' }).click();
    await userEvent.fill(page.getByLabelText('Random draws of the seeds'), '4');
    await expect.element(page.getByText('16 runs, 15 of them computed', { exact: false })).toBeVisible();
    await button('Create and run').click();
    await vi.waitFor(() => expect(shell.went).toEqual(['#/experiment/e1?run=1']));
    expect(experiments.list[0]?.spec).toMatchObject({
      name: 'Film reviews: 4 arms, 4 draws',
      arms: ['llm2llm', 'one-shot', 'untargeted', 'seeds-only'],
      draws: { count: 4 },
    });
  });

  it('shows an arm that cannot run, with the reason', async () => {
    await show();
    const arm = page.getByRole('checkbox', { name: /^Every seed rephrased/ });
    await expect.element(arm).toBeDisabled();
    await expect.element(arm).toHaveAccessibleDescription(/recorded replies do not/);
    await page.getByRole('checkbox', { name: 'Recorded replies' }).click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('Choose at least one teacher.');
  });

  it('says at the field what is wrong, goes there, and creates nothing', async () => {
    const { experiments } = await show();
    const draws = page.getByLabelText('Random draws of the seeds');
    await userEvent.fill(draws, '0');
    await button('Create and run').click();
    await expect.element(draws).toHaveFocus();
    await expect.element(draws).toHaveAccessibleDescription(/Give 1 or more/);
    expect(experiments.list).toEqual([]);
  });

  it('says why it cannot be planned', async () => {
    const { experiments } = await show();
    experiments.refusal = new LabError('too-few-seeds', 'The class "a" has 3 seeds.', 'Ask for fewer.');
    await userEvent.fill(page.getByLabelText('Seed-set sizes'), '4');
    await expect.element(page.getByText('The class "a" has 3 seeds.')).toBeVisible();
    await button('Change the seed-set sizes').click();
    await expect.element(page.getByLabelText('Seed-set sizes')).toHaveFocus();
  });

  it('opens the experiment of a link, and the settings of a run', async () => {
    const link = specLink(fakeSpec({ name: 'From afar', draws: { count: 7 } }));
    await show(link.slice(link.indexOf('?') + 1));
    await expect.element(page.getByLabelText('Random draws of the seeds')).toHaveValue('7');
    await expect.element(page.getByLabelText('Name')).toHaveValue('From afar');
    await page.getByLabelText('Start from the settings of').selectOptions('Run r1 · Film reviews');
    await expect.element(page.getByLabelText('Random draws of the seeds')).toHaveValue('10');
  });

  it('does not fetch from the Hub unasked', async () => {
    const { experiments } = await show();
    await page.getByRole('radio', { name: /^TREC ·/ }).click();
    await expect.element(page.getByText('Load the set to see what the experiment comes to.')).toBeVisible();
    const planned = experiments.planned.length;
    await button('Load it now').click();
    await vi.waitFor(() => expect(experiments.planned.length).toBe(planned + 1));
    expect(experiments.planned.at(-1)?.base).toMatchObject({ task: 'trec', data: { id: 'hub:trec' } });
  });

  for (const theme of ['light', 'dark']) {
    it(`axe finds nothing: ${theme}`, async () => {
      document.documentElement.dataset['theme'] = theme;
      await page.viewport(360, 800);
      await show();
      await expect.element(page.getByText('30 runs, 29 of them computed', { exact: false })).toBeVisible();
      expect(await violations()).toEqual([]);
      expect(fits()).toBe(true);
    });
  }
});

describe('an experiment', () => {
  const open = async (run = false, more: Parameters<typeof fakeListed>[1] = {}) => {
    const { lab, experiments, state } = fakeLab({}, [fakeListed('e1', more)]);
    const shell = fakeShell(lab);
    const view = await render(ExperimentPage, { shell, id: 'e1', run });
    await expect.element(page.getByRole('heading', { level: 1, name: 'Experiment e1' })).toBeVisible();
    const opened = experiments.open.get('e1');
    if (!opened) throw new Error('It was not opened.');
    return { view, opened, state };
  };

  it('starts when asked, pauses, goes on, and pauses when the page is left', async () => {
    const { view, opened } = await open();
    expect(opened.calls).toEqual([]);
    await button('Run').click();
    opened.step();
    await button('Pause').click();
    await expect.element(page.getByText('Paused.', { exact: false })).toBeVisible();
    await button('Go on').click();
    await view.unmount();
    expect(opened.calls).toEqual(['run', 'pause', 'run', 'close']);
  });

  it('says of workers that did not start how the experiment goes on', async () => {
    const { opened } = await open(true);
    opened.break({ code: 'worker-failed', message: 'It could not be started.', remedy: 'Reload the run.' });
    const alert = page.getByRole('alert').filter({ hasText: 'It could not be started.' });
    await expect.element(alert).toHaveTextContent(/then go on\. Nothing stored is lost/u);
    await expect.element(alert).not.toHaveTextContent('Reload the run');
    await expect.element(button('Go on')).toBeVisible();
  });

  it('shows the report grow, with what can be taken away', async () => {
    const { opened } = await open(true);
    await expect.element(page.getByText('The report appears here', { exact: false })).toBeVisible();
    opened.step();
    await expect.element(page.getByText(/^1.run of 6 ha/)).toBeVisible();
    await expect.element(page.getByText('about 2 minutes left', { exact: false })).toBeVisible();
    for (let left = 5; left > 0; left -= 1) opened.step();
    await expect.element(page.getByText(/^\d.runs? of 6 ha/)).not.toBeInTheDocument();
    await expect.element(page.getByText('6 of 6 runs done', { exact: false })).toBeVisible();
    for (const name of ['Report (HTML)', 'Results (CSV)', 'Report (JSON)', 'Experiment file', 'Copy link']) {
      await expect.element(button(name)).toBeVisible();
    }
    await page.getByRole('navigation').getByRole('button', { name: 'The arms' }).click();
    await expect.element(page.getByRole('heading', { name: 'The arms' })).toHaveFocus();
    const term = page.getByRole('button', { name: 'Test accuracy: what it means' }).first();
    await term.click();
    await expect.element(term).toHaveAttribute('aria-expanded', 'true');
    await expect
      .element(page.getByRole('status').getByText('The share of test examples', { exact: false }))
      .toBeVisible();
  });

  it('says what stopped it and what failed, with the way out', async () => {
    const { opened } = await open(true);
    opened.step({ code: 'needs-live-teacher', message: 'It needs a live teacher.', remedy: 'Choose one.' });
    opened.break({ code: 'network', message: 'There is no network.', remedy: 'Connect, then go on.' });
    await expect.element(page.getByRole('alert')).toHaveTextContent('Connect, then go on.');
    await page.getByText('What failed').click();
    await expect.element(page.getByText('It needs a live teacher.', { exact: false }).first()).toBeVisible();
    await button('Go on').click();
    expect(opened.calls).toEqual(['run', 'run']);
  });

  it('asks for the key that is missing, and goes on with it', async () => {
    const teacher = { id: 'api', baseUrl: 'https://api.example/v1', model: 'm' } as const;
    const spec = fakeSpec({ base: { data: { id: 'film-reviews', perClass: 2 }, teacher } });
    const { opened, state } = await open(true, { spec });
    opened.break({ code: 'teacher-key', message: 'There is no key.', remedy: 'Give one.' });
    await userEvent.fill(page.getByRole('textbox', { name: 'Key' }), 'sk-secret');
    await button('Use this key and go on').click();
    expect(opened.calls).toEqual(['run', 'run']);
    expect(state.keys.get(teacher.baseUrl)).toEqual({ key: 'sk-secret', remember: false });
  });

  it('says so where there is none', async () => {
    await render(ExperimentPage, { shell: fakeShell(fakeLab().lab), id: 'gone', run: false });
    await expect
      .element(page.getByRole('heading', { name: 'There is nothing at this address' }))
      .toBeVisible();
  });

  for (const theme of ['light', 'dark']) {
    it(`axe finds nothing: ${theme}`, async () => {
      document.documentElement.dataset['theme'] = theme;
      await page.viewport(360, 800);
      const { opened } = await open(true);
      for (let left = 6; left > 0; left -= 1) opened.step();
      await expect.element(button('Report (HTML)')).toBeVisible();
      expect(await violations()).toEqual([]);
      expect(fits()).toBe(true);
    });
  }
});
