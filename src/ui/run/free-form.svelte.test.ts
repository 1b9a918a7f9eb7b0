/** A run of written answers in the view: long labels, long texts, answers that cannot be read. */
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../styles/base.css';
import { FixtureSession } from './fixture-session.svelte.ts';
import { freeFormEvents, solution } from './fixture-free-form.ts';
import { upTo } from './fixture.ts';
import RunView from './RunView.svelte';

const events = freeFormEvents();
const show = (session: FixtureSession) => render(RunView, { session, onEdit: () => undefined });
const ofSecond = () => new FixtureSession(upTo(events, 'grown', 2));

/** The wrong seed with this number. */
function wrongSeed() {
  const log = upTo(events, 'grown', 2);
  const collected = log.filter((event) => event.type === 'wrong-collected').at(-1);
  const readable = log.filter(
    (event) =>
      event.type === 'predicted' && event.of === 'seeds' && event.iteration === 1 && event.answer !== null,
  );
  const [id] =
    collected?.type === 'wrong-collected'
      ? collected.ids.filter((one) =>
          readable.some((event) => event.type === 'predicted' && event.id === one),
        )
      : [];
  const number = Number(id?.split('-')[1]);
  return {
    number,
    item: page
      .getByRole('article')
      .filter({ hasText: `label ${number}` })
      .first(),
  };
}

it('shows the answer of a worked solution first, and the whole on demand', async () => {
  await show(ofSecond());
  const { number, item } = wrongSeed();
  await expect.element(item).toHaveTextContent(new RegExp(`label ${number}\\D`, 'u'));
  await expect.element(item).toHaveTextContent(new RegExp(`answered ${number + 1}\\D`, 'u'));
  const [line = ''] = solution(number).split('\n');
  expect(item.getByText(line).elements()).toEqual([]);
  await item
    .getByRole('button', { name: /^in full/u })
    .first()
    .click();
  await expect.element(item.getByText(line).first()).toBeVisible();
});

it('shows long texts and raw answers in part, with a way to see all of them', async () => {
  await show(ofSecond());
  const { number, item } = wrongSeed();
  const question = item.getByText(`How many plums has Nell after ${number} days?`);
  expect(question.elements()).toEqual([]);
  const more = item.getByRole('button', { name: /^Show all of it/u });
  await more.first().click();
  await expect.element(question.first()).toBeVisible();
  await expect.element(item.getByText('Raw answer', { exact: false }).first()).toBeVisible();
  await expect.element(item.getByText('No scores: the answer was written, not scored.')).toBeVisible();
});

it('shows the examples of a prompt with their answers', async () => {
  await show(ofSecond());
  const { item } = wrongSeed();
  await item.getByText(/^In its prompt: /u).click();
  await expect.element(item.getByRole('listitem').first()).toHaveTextContent(/· [45]\s*in full/u);
});

it('counts answers that cannot be read apart, and guesses at none', async () => {
  await show(new FixtureSession(events, 'finished'));
  await expect.element(page.getByRole('columnheader', { name: 'Unreadable' })).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'Result', exact: true })).toBeVisible();
  // They are in the wrong set, and that is said: in the table and over the list.
  const said = page.getByText('1 of them unreadable');
  await expect.element(page.getByRole('cell').filter({ has: said }).first()).toBeVisible();
  await expect
    .element(page.getByRole('region', { name: 'Wrong seeds' }).getByText(/1 of them unreadable/u))
    .toBeVisible();
  expect(page.getByText(/guessing/u).elements()).toEqual([]);
});

it('says which rejected solutions have no number, in words', async () => {
  await show(new FixtureSession(events, 'finished'));
  const option = page.getByRole('option', { name: /^no number can be read at its end/u });
  await expect.element(option).toBeInTheDocument();
});

it('says the task, the student and where it answers at the top', async () => {
  await show(ofSecond());
  await expect.element(page.getByText(/small at api\.example, weights unchanged/u)).toBeVisible();
  await expect
    .element(page.getByText(/GSM8K: A school problem.*answered by small at api\.example/u))
    .toBeVisible();
});
