import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../styles/base.css';
import { wilson } from '../../core/metrics/wilson.ts';
import { FixtureSession } from './fixture-session.svelte.ts';
import { fixtureEvents, upTo } from './fixture.ts';
import RunView from './RunView.svelte';

const events = fixtureEvents({ prompts: true, test: 60 });

function show(session: FixtureSession) {
  const edits: string[] = [];
  const view = render(RunView, { session, onEdit: () => edits.push('edit') });
  return { edits, view };
}
const button = (name: string) => page.getByRole('button', { name, exact: true });

async function violations(): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await axe.run(document.body, { runOnly: tags, rules: { region: { enabled: false } } });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

afterEach(async () => {
  await page.viewport(1000, 800);
  document.documentElement.removeAttribute('data-theme');
});

describe('controls', () => {
  it('have their names and do what they say', async () => {
    const session = new FixtureSession(upTo(events, 'grown'));
    show(session);
    await button('Play').click();
    await expect.element(button('Pause')).toBeVisible();
    await button('Pause').click();
    await button('Step').click();
    await page.getByLabelText('Step by').selectOptions('example');
    await button('Step').click();
    await button('Step iteration').click();
    await button('Reset').click();
    expect(session.calls).toEqual(['play', 'pause', 'step stage', 'step example', 'step iteration', 'reset']);
    await page.getByLabelText('Speed').selectOptions('no delay');
    expect(session.pace).toBe(0);
  });

  it('rest when there is nothing to drive', async () => {
    show(new FixtureSession(events, 'finished'));
    await expect.element(button('Play')).toBeDisabled();
    await expect.element(button('Step')).toBeDisabled();
    await expect.element(button('Reset')).toBeEnabled();
  });

  it('offer to resume after an error, with its remedy', async () => {
    const error = { code: 'teacher-key', message: 'The key was refused.', remedy: 'Give another key.' };
    const stopped = [...upTo(events, 'asked'), { type: 'interrupted', iteration: 0, error } as const];
    const session = new FixtureSession(stopped, 'interrupted');
    show(session);
    await expect.element(page.getByText('Give another key.')).toBeVisible();
    expect(button('Resume').elements()).toHaveLength(1);
    await button('Resume').click();
    expect(session.calls).toEqual(['play']);
  });
});

it('every phrase of the sentence opens the configuration, by pointer and by keyboard', async () => {
  const { edits } = show(new FixtureSession(upTo(events, 'grown')));
  await button('20 film-review seeds').click();
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  expect(edits).toEqual(['edit', 'edit']);
});

it('follows the log as it grows in place', async () => {
  const before = upTo(events, 'wrong-collected', 2);
  const session = new FixtureSession(before, 'playing');
  show(session);
  await expect
    .element(page.getByRole('row', { name: /^Show the wrong seeds of iteration 2/u }))
    .toBeVisible();
  const table = page.getByRole('region', { name: /What each iteration came to/u });
  const figures = () =>
    Array.from(table.getByRole('row').last().element().querySelectorAll('td'), (cell) =>
      cell.textContent.trim(),
    );
  const wrong = before.at(-1)?.type === 'wrong-collected' ? figures()[4] : '';
  expect(figures().slice(5, 7)).toEqual(['–', '–']);
  session.append(...upTo(events, 'grown', 2).slice(before.length));
  const { acceptedCount, candidates } = session.view.state.iterations[1] ?? {
    acceptedCount: 0,
    candidates: [],
  };
  expect(acceptedCount).toBeGreaterThan(0);
  await expect
    .poll(() => figures().slice(4, 7))
    .toEqual([wrong, String(candidates.length), String(acceptedCount)]);
  await expect.element(page.getByRole('img', { name: /The loop/u })).toHaveTextContent(`+${acceptedCount}`);
  session.append(...upTo(events, 'iteration-started', 3).slice(session.view.head));
  await expect.element(page.getByText('The seeds have not been asked in this iteration.')).toBeVisible();
});

describe('wrong seeds', () => {
  it('show answers, examples, prompt and raw reply', async () => {
    show(new FixtureSession(upTo(events, 'grown', 3)));
    const item = page.getByRole('article').first();
    await expect.element(item).toHaveTextContent(/answered\s*positive/u);
    await expect.element(item.getByText(/^Written from it in this iteration: 1 accepted/u)).toBeVisible();
    await expect.element(item.getByText('accepted').first()).toBeVisible();
    await item.getByText(/^Prompt and raw reply/u).click();
    await expect.element(item.getByText(/The student got this wrong/u)).toBeVisible();
  });

  it('are those of the iteration chosen in the table', async () => {
    show(new FixtureSession(upTo(events, 'grown', 3)));
    await button('Show the wrong seeds of iteration 1').click();
    await expect.element(page.getByText('first iteration').first()).toBeVisible();
    await expect.element(page.getByRole('combobox', { name: 'Of iteration' })).toHaveValue('1');
  });

  it('come in pages', async () => {
    show(new FixtureSession(fixtureEvents({ seeds: 300, test: 10, iterations: 1, finish: false })));
    await expect.poll(() => page.getByRole('article').elements().length).toBe(50);
    const more = page.getByRole('button', { name: /^Show more/u }).first();
    await more.click();
    await expect.poll(() => page.getByRole('article').elements().length).toBeGreaterThan(50);
  });
});

it('rejected candidates are filtered by reason', async () => {
  show(new FixtureSession(events, 'finished'));
  await page.getByLabelText('Reason').selectOptions('nearly a test example (2)');
  const list = page.getByRole('region', { name: 'Rejected candidates' }).getByRole('listitem');
  await expect.poll(() => list.elements().length).toBe(2);
  await expect.element(list.first()).toHaveTextContent(/kept out of sight/u);
});

describe('accuracy', () => {
  it('can be read point by point from the keyboard, and as a table', async () => {
    show(new FixtureSession(events, 'finished'));
    const point = page.getByRole('img', { name: /^Final fit, trained on/u });
    (point.element() as SVGElement).focus();
    await userEvent.keyboard('{Home}');
    await expect.element(page.getByText(/^Iteration 1$/u).first()).toBeVisible();
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Iteration 1, trained on 20: test/u);
    await button('Show as table').click();
    await expect.element(page.getByRole('table', { name: /Accuracy by iteration/u })).toBeVisible();
  });
});

describe('result', () => {
  it('offers the comparison, then shows it', async () => {
    const session = new FixtureSession(events, 'finished');
    show(session);
    await button('Compare with control arms').click();
    expect(session.calls).toEqual(['compare']);
    const arm = {
      arm: 'seeds-only',
      testAccuracy: wilson(40, 60),
      trainSize: 20,
      accepted: 0,
      teacherCalls: 0,
    };
    session.comparison = { status: 'done', arms: [arm], error: null };
    await expect
      .element(page.getByText(/Seeds only, which could be chance .*: no difference shown\.$/u))
      .toBeVisible();
    await expect.element(page.getByText(/one run on one draw/u)).toBeVisible();
  });

  it('shows the arms there are and why the others are not, and tries again', async () => {
    const session = new FixtureSession(events, 'finished');
    const error = { code: 'teacher-busy', message: 'The teacher is busy.', remedy: 'Wait a minute.' };
    session.comparison = { status: 'done', arms: [], error };
    show(session);
    const alert = page.getByRole('alert');
    await expect.element(alert).toHaveTextContent(/The teacher is busy\. Wait a minute\./u);
    await alert.getByRole('button', { name: 'Try again' }).click();
    expect(session.calls).toEqual(['compare']);
  });

  it('is a step away from the status line', async () => {
    show(new FixtureSession(events, 'finished'));
    await button('See the result').click();
    await expect.element(page.getByRole('heading', { name: 'Result', exact: true })).toHaveFocus();
  });
});

describe('anyone can use it', () => {
  const moments = {
    new: () => new FixtureSession([]),
    middle: () => new FixtureSession(upTo(events, 'grown', 3)),
    finished: () => new FixtureSession(events, 'finished'),
  };
  for (const [name, make] of Object.entries(moments)) {
    for (const theme of ['light', 'dark']) {
      it(`axe finds nothing: ${name}, ${theme}`, async () => {
        document.documentElement.dataset['theme'] = theme;
        const { view } = show(make());
        for (const details of document.querySelectorAll('details')) details.open = true;
        await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
        expect(await violations()).toEqual([]);
        await (await view).unmount();
      });
    }
  }

  // The least is what the page's edges leave of 320 px.
  for (const width of [288, 360, 1280]) {
    it(`nothing sticks out at ${width} px`, async () => {
      await page.viewport(width, 800);
      show(new FixtureSession(events, 'finished'));
      await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
      const { scrollWidth, clientWidth } = document.documentElement;
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    });
  }
});
