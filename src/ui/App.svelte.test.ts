import { afterEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from './App.svelte';
import { fakeLab, fakeRecord } from './shell/fake-lab.ts';

const open = async (hash = '', given: Parameters<typeof fakeLab>[0] = {}) => {
  location.hash = hash;
  const { lab, state } = fakeLab(given);
  await render(App, {
    lab: async () => lab,
    openSession: async (id: string) => {
      throw new Error(`no session for ${id}`);
    },
  });
  return state;
};

afterEach(() => {
  location.hash = '';
  delete document.documentElement.dataset['theme'];
});

it('plays the demo by one press', async () => {
  const state = await open();
  await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(document.title).toBe('LLM2LLM Lab');
  await page.getByRole('button', { name: 'Play the demo' }).click();
  await vi.waitFor(() => expect(location.hash).toBe('#/run/r1?play=1'));
  expect(state.runs[0]).toMatchObject({
    name: 'Film reviews demo',
    config: { data: { id: 'film-reviews' } },
  });
});

it('leaves focus alone on the first view and moves it to the heading of the next', async () => {
  await open('', { runs: [fakeRecord('a')] });
  await expect.element(page.getByRole('heading', { level: 1 })).not.toHaveFocus();
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  const heading = page.getByRole('heading', { level: 1, name: 'Runs' });
  await expect.element(heading).toHaveFocus();
  expect(document.title).toBe('Runs · LLM2LLM Lab');
});

it('skips to the content without leaving the view', async () => {
  await open('#/storage');
  await expect.element(page.getByRole('heading', { level: 1, name: 'Storage' })).toBeVisible();
  (page.getByRole('link', { name: 'Skip to the content' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('main')).toHaveFocus();
  expect(location.hash).toBe('#/storage');
});

it('marks the place that a form and a page of its own belong to', async () => {
  await open('#/experiment/new');
  const place = page.getByRole('navigation').getByRole('link', { name: 'Experiments' });
  await expect.element(place).toHaveAttribute('aria-current', 'true');
  location.hash = '#/experiments';
  await expect.element(place).toHaveAttribute('aria-current', 'page');
  location.hash = '#/experiment/unknown';
  await expect.element(place).toHaveAttribute('aria-current', 'true');
  location.hash = '#/runs';
  await expect.element(place).not.toHaveAttribute('aria-current');
});

it('shows the configuration of a link and starts it', async () => {
  const state = await open('#/open?set=question-types&draw=3&arm=untargeted');
  await expect.element(page.getByRole('row', { name: 'Seed draw number 3 1' })).toBeVisible();
  await page.getByRole('button', { name: 'Start this run' }).click();
  await vi.waitFor(() =>
    expect(state.runs[0]?.config).toMatchObject({ arm: 'untargeted', data: { draw: 3 } }),
  );
});

it('refuses a link with an unknown parameter by name, with a remedy', async () => {
  await open('#/open?set=film-reviews&key=1');
  await expect.element(page.getByRole('alert')).toHaveTextContent('"key"');
});

it('shows an error nobody caught, and says what to do', async () => {
  await open();
  // Dispatched, not thrown: the test runner would count a real one against the test.
  window.dispatchEvent(
    new PromiseRejectionEvent('unhandledrejection', {
      promise: Promise.resolve(),
      reason: new Error('lost'),
    }),
  );
  await expect.element(page.getByRole('alert')).toHaveTextContent('lost');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
});

it('switches the theme', async () => {
  await open();
  await page.getByRole('radio', { name: 'Dark' }).click({ force: true });
  expect(document.documentElement.dataset['theme']).toBe('dark');
  await page.getByRole('radio', { name: 'As the system has it' }).click({ force: true });
  expect(document.documentElement.dataset['theme']).toBeUndefined();
});
