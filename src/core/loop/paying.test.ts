/** What is paid for: no call while nobody takes its outcome, none lost, none twice. */
import { describe, expect, it } from 'vitest';
import { eventsOf, runToEnd, tinyDataset, tinyParts } from '../../../test/support/tiny-run.ts';
import { LabError } from '../errors.ts';
import { MemoryRunStore } from '../storage/memory.ts';
import type { Teacher } from '../teachers/port.ts';
import { driveRun } from './drive.ts';
import type { LoopEvent } from './events.ts';
import { Gate } from './gate.ts';
import type { RunParts } from './runner.ts';

const moment = (ms = 5): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Parts whose teacher takes its time and counts its calls. */
async function payingParts(concurrency: number): Promise<{ parts: RunParts; paid: () => number }> {
  const parts = await tinyParts();
  const original = parts.teacher as Teacher;
  let calls = 0;
  const teacher: Teacher = {
    ...original,
    concurrency,
    async ask(request, signal) {
      calls += 1;
      await moment(1 + ((calls * 7) % 5));
      return original.ask(request, signal);
    },
  };
  return { parts: { ...parts, teacher }, paid: () => calls };
}

const replies = (log: readonly LoopEvent[]): number => eventsOf(log, 'replied').length;

describe.each([1, 3])('with %i calls at once', (concurrency) => {
  it('buys nothing more while it is paused, and has stored all it bought', async () => {
    const { parts, paid } = await payingParts(concurrency);
    const store = new MemoryRunStore();
    const gate = new Gate();
    const stop = new AbortController();
    gate.play();
    const driving = driveRun({
      id: 'run',
      parts,
      store,
      signal: stop.signal,
      gate,
      onEvent: (event) => {
        if (event.type === 'replied') gate.pause();
      },
    }).catch((error: unknown) => error);
    while (gate.mode === 'play') await moment();
    await moment(60);
    const bought = paid();
    expect(bought).toBe(concurrency);
    expect(replies(await store.read('run'))).toBe(bought);
    await moment(60);
    expect(paid()).toBe(bought);

    // The tab is closed in this pause, and the run resumed: nothing is bought twice.
    stop.abort();
    await driving;
    const again = await payingParts(concurrency);
    const { log } = await runToEnd(again.parts, store);
    expect(bought + again.paid()).toBe(replies(log));
  });

  it('buys nothing more when the log cannot be written', async () => {
    const { parts, paid } = await payingParts(concurrency);
    const store = new MemoryRunStore();
    const full = {
      read: (id: string) => store.read(id),
      append: (id: string, at: number, events: readonly LoopEvent[]) =>
        events[0]?.type === 'replied'
          ? Promise.reject(new LabError('storage-full', 'No room.', 'Make some.'))
          : store.append(id, at, events),
    };
    const signal = new AbortController().signal;
    await expect(driveRun({ id: 'run', parts, store: full, signal })).rejects.toMatchObject({
      code: 'storage-full',
    });
    const bought = paid();
    expect(bought).toBeLessThanOrEqual(concurrency);
    await moment(60);
    expect(paid()).toBe(bought);
  });

  it('ends in the same final state whatever order the replies come in', async () => {
    const one = await runToEnd((await payingParts(1)).parts);
    const many = await runToEnd((await payingParts(concurrency)).parts);
    expect([...many.state.examples.values()]).toEqual([...one.state.examples.values()]);
  });
});

describe('a teacher that fails again and again', () => {
  it('interrupts the run with its own error, counted across waves', async () => {
    const parts = await tinyParts({ attempts: 20 });
    let calls = 0;
    const ask = (): Promise<never> => {
      calls += 1;
      return Promise.reject(new LabError('teacher-overloaded', 'Too busy.', 'Wait.'));
    };
    const teacher = parts.teacher && { ...parts.teacher, ask };
    const store = new MemoryRunStore();
    await expect(runToEnd({ ...parts, teacher }, store)).rejects.toMatchObject({
      code: 'teacher-overloaded',
      remedy: 'Wait.',
    });
    expect(calls).toBe(5);
    // Resumed by hand it gets another five, not none.
    await expect(runToEnd({ ...parts, teacher }, store)).rejects.toMatchObject({
      code: 'teacher-overloaded',
    });
    expect(calls).toBe(10);
  });
});

describe('a log goes on only as the run it began as', () => {
  it.each([
    [{ arm: 'untargeted' }, 'arm'],
    [{ seed: 9 }, 'seed'],
    [{ iterations: 4 }, 'iterations'],
    [{ data: { id: 'tiny', perClass: 3 } }, 'data'],
  ])('not with %j', async (config, named) => {
    const store = new MemoryRunStore();
    await runToEnd(await tinyParts(), store);
    const before = await store.read('run');
    await expect(runToEnd(await tinyParts(config), store)).rejects.toMatchObject({
      code: 'other-config',
      message: expect.stringContaining(named) as string,
    });
    expect(await store.read('run')).toEqual(before);
  });

  it('and not with other data', async () => {
    const store = new MemoryRunStore();
    await runToEnd(await tinyParts(), store);
    const other = { ...tinyDataset(), hash: 'e'.repeat(64) };
    await expect(runToEnd(await tinyParts({}, other), store)).rejects.toMatchObject({ code: 'other-data' });
  });
});
