import { describe, expect, it } from 'vitest';
import { tinyRun } from '../../../test/support/tiny-run.ts';
import type { LoopEvent } from './events.ts';
import { stageOf } from './events.ts';
import type { StepKind } from './gate.ts';
import { Gate } from './gate.ts';

/** Sends a log through a gate; `passed` grows as events get through. */
async function gated(): Promise<{
  gate: Gate;
  log: LoopEvent[];
  passed: LoopEvent[];
  stop: AbortController;
  settled: () => Promise<void>;
}> {
  const { log } = await tinyRun();
  const gate = new Gate();
  const stop = new AbortController();
  const passed: LoopEvent[] = [];
  void (async () => {
    for (const event of log) {
      await gate.pass(event, stop.signal);
      passed.push(event);
    }
  })().catch(() => undefined);
  const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  await settled();
  return { gate, log, passed, stop, settled };
}

describe('Gate', () => {
  it('is closed at first', async () => {
    const { passed } = await gated();
    expect(passed).toEqual([]);
  });

  it('lets single examples pass one by one', async () => {
    const { gate, passed, settled } = await gated();
    for (let n = 1; n <= 5; n++) {
      gate.step('example');
      await settled();
      expect(passed).toHaveLength(n);
    }
  });

  it('stops a stage before the next one begins, and says so', async () => {
    const { gate, log, passed, settled } = await gated();
    let paused = 0;
    gate.onPause = () => (paused += 1);
    gate.step('stage');
    await settled();
    const stages = new Set(passed.map(stageOf).filter((stage) => stage !== null));
    expect(stages).toEqual(new Set(['train']));
    expect(paused).toBe(1);
    gate.step('stage');
    await settled();
    expect(stageOf(passed[passed.length - 1] as LoopEvent)).toBe('evaluate');
    expect(stageOf(log[passed.length] as LoopEvent)).toBe('wrong');
  });

  it('stops after what an iteration grew, before the next one trains', async () => {
    const { gate, log, passed, settled } = await gated();
    const ends: LoopEvent['type'][] = [];
    while (passed.length < log.length) {
      gate.step('stage');
      await settled();
      ends.push((passed[passed.length - 1] as LoopEvent).type);
    }
    const grown = log.filter(({ type }) => type === 'grown').length;
    expect(ends.filter((type) => type === 'grown')).toHaveLength(grown);
    expect(ends.filter((type) => type === 'fitted')).toHaveLength(grown + 1);
  });

  it('stops before the next iteration, the first step after the first one', async () => {
    const { gate, log, passed, settled } = await gated();
    for (const iteration of [1, 2]) {
      gate.step('iteration');
      await settled();
      expect(log[passed.length]).toMatchObject({ type: 'iteration-started', iteration });
    }
  });

  it.each(['play', 'example'] as const)('goes on after a pause by %s', async (how) => {
    const { gate, log, passed, settled } = await gated();
    gate.play();
    gate.pause();
    await settled();
    const before = passed.length;
    if (how === 'play') gate.play();
    else gate.step(how satisfies StepKind);
    await settled();
    expect(passed.length).toBe(how === 'play' ? log.length : before + 1);
  });

  it('lets go of a waiting event when aborted', async () => {
    const gate = new Gate();
    const stop = new AbortController();
    const { log } = await tinyRun();
    const waiting = gate.pass(log[0] as LoopEvent, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
