import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeDone, fakeListed, FakeOpen } from './fake-experiments.ts';
import type { OpenExperiment } from './port.ts';
import { ExperimentSession } from './session.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const error = { code: 'teacher-key', message: 'The key was refused.', remedy: 'Give another.' };
const opened = () => {
  const open = new FakeOpen(fakeListed('e1'));
  return { open, session: new ExperimentSession(open) };
};
/** Long enough for the next picture. */
const look = () => vi.advanceTimersByTimeAsync(250);

it('shows results as they come, until it is finished', async () => {
  const { open, session } = opened();
  expect([session.mode, session.settled, session.progress.cells]).toEqual(['new', 0, 6]);
  const running = session.run();
  expect(session.mode).toBe('running');
  open.step();
  open.step();
  await look();
  expect(session.settled).toBe(2);
  expect(session.rows[0]?.counts).toMatchObject({ done: 2 });
  expect(session.rows[1]?.counts).toMatchObject({ running: 1, open: 1 });
  for (let left = 4; left > 0; left -= 1) open.step();
  await running;
  expect([session.mode, session.settled]).toEqual(['finished', 6]);
});

it('draws no more pictures than can be seen', async () => {
  const { open, session } = opened();
  void session.run();
  await look();
  open.step();
  const first = session.results;
  open.step();
  open.step();
  expect(session.results).toBe(first);
  await look();
  expect(session.settled).toBe(3);
});

it('pauses, and goes on with what it has', async () => {
  const { open, session } = opened();
  const running = session.run();
  open.step();
  session.pause();
  await running;
  expect([session.mode, session.settled]).toEqual(['paused', 1]);
  void session.run();
  void session.run(); // a second press changes nothing
  expect(open.calls).toEqual(['run', 'pause', 'run']);
  session.close();
  expect(open.calls.at(-1)).toBe('close');
});

it('says what stopped it until it runs again, and what failed alone', async () => {
  const { open, session } = opened();
  const running = session.run();
  open.step({ ...error, code: 'needs-live-teacher' });
  open.break(error);
  await running;
  expect([session.mode, session.error]).toEqual(['stopped', error]);
  expect(session.failures).toMatchObject([{ arms: ['llm2llm'], cells: 1 }]);
  void session.run();
  await look();
  expect([session.mode, session.error]).toEqual(['running', null]);
});

it('knows what an earlier visit came to', () => {
  const open = new FakeOpen(fakeListed('e1'));
  const before = (n: number): OpenExperiment => ({
    record: open.record,
    dataset: open.dataset,
    results: open.cells.slice(0, n).map(fakeDone),
    run: async () => undefined,
    pause: () => undefined,
    close: () => undefined,
  });
  expect(new ExperimentSession(before(2))).toMatchObject({ mode: 'paused', settled: 2 });
  expect(new ExperimentSession(before(6))).toMatchObject({ mode: 'finished', settled: 6 });
});
