/** The invariants of design: each has a test of its own. */
import { describe, expect, it } from 'vitest';
import { promptedParts } from '../../../test/support/prompted-run.ts';
import { eventsOf, runToEnd, tinyDataset, tinyParts, tinyRun } from '../../../test/support/tiny-run.ts';
import { LabError } from '../errors.ts';
import { MemoryRunStore } from '../storage/memory.ts';
import type { FitRequest } from '../trainers/port.ts';
import { driveRun } from './drive.ts';
import type { LoopEvent } from './events.ts';
import { foldEvents } from './fold.ts';
import { iterationRows, resultOf } from './report.ts';
import type { RunParts } from './runner.ts';

/** Parts whose trainer notes what it is asked. */
async function spyOnFits(parts: Promise<RunParts>): Promise<{ parts: RunParts; fits: FitRequest[] }> {
  const original = await parts;
  const fits: FitRequest[] = [];
  const trainer = {
    ...original.trainer,
    fit: (request: FitRequest, signal: AbortSignal) => {
      fits.push(request);
      return original.trainer.fit(request, signal);
    },
  };
  return { parts: { ...original, trainer }, fits };
}

describe('1. every iteration trains from the base model', () => {
  it('gives the trainer nothing to start from', async () => {
    const { parts, fits } = await spyOnFits(tinyParts());
    await runToEnd(parts);
    expect(fits.length).toBeGreaterThan(3);
    expect(fits.every(({ from }) => from === null)).toBe(true);
  });

  it('starts whole fits, never a fold, from the last student when told to continue', async () => {
    const { parts, fits } = await spyOnFits(tinyParts({ weights: 'continue' }));
    const { log } = await runToEnd(parts);
    const whole = fits.filter((_, i) => eventsOf(log, 'fitted')[i]?.fold === null);
    expect(whole.map(({ from }) => from !== null)).toEqual([false, true, true, true]);
    expect(fits.filter(({ from }) => from !== null)).toHaveLength(3);
  });
});

describe('2. only seeds are augmented', () => {
  it('asks the teacher about seeds alone', async () => {
    const { log, state } = await tinyRun();
    const seeds = new Set(state.start?.seeds.map(({ id }) => id));
    const asked = eventsOf(log, 'replied').map(({ parent }) => parent);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.every((id) => seeds.has(id))).toBe(true);
  });

  it('asks about augmented ones too in the ablation, and keeps the root of the lineage', async () => {
    const parts = await tinyParts({
      augmentFrom: 'seeds-and-augmented',
      teacher: { id: 'eda' },
      iterations: 5,
    });
    const student = {
      ...parts.student,
      load: () =>
        Promise.resolve({
          predict: (questions: readonly { id: string }[]) =>
            Promise.resolve(questions.map(() => ({ answer: 'bad' }))),
        }),
    };
    const { state } = await runToEnd({ ...parts, student, trainer: { ...parts.trainer, cheap: false } });
    const grandchildren = state.augmented.filter(({ parent, root }) => parent !== root);
    expect(grandchildren.length).toBeGreaterThan(0);
    expect(grandchildren.every(({ root }) => state.start?.seeds.some(({ id }) => id === root))).toBe(true);
  });
});

describe('the ablation that augments augmented examples', () => {
  it('asks them of fits that saw neither them nor their kin, and augments those that are wrong', async () => {
    const { parts, fits } = await spyOnFits(
      tinyParts({ arm: 'llm2llm-augmented', teacher: { id: 'eda', alpha: 0.5 }, iterations: 4 }),
    );
    const { state, log } = await runToEnd(parts);
    expect(eventsOf(log, 'predicted').some(({ of }) => of === 'augmented')).toBe(false);
    const asked = state.iterations.map(({ heldOutAugmented }) => heldOutAugmented.size);
    expect(asked.slice(0, -1)).toEqual(state.iterations.slice(0, -1).map(({ trainSize }) => trainSize - 12));
    expect(state.augmented.some(({ parent, root }) => parent !== root)).toBe(true);
    const rootOf = new Map(state.augmented.map(({ id, root }) => [id, root]));
    // A fold's fit lacks some seeds; whatever stems from one of them must be lacking, too.
    for (const { examples } of fits) {
      const ids = new Set(examples.map(({ id }) => id));
      expect(examples.every(({ id }) => ids.has(rootOf.get(id) ?? id))).toBe(true);
    }
  });
});

describe('3. the test set reaches neither teacher nor trainer', () => {
  it('is in no fit and in no call', async () => {
    const { parts, fits } = await spyOnFits(tinyParts());
    const { log } = await runToEnd(parts);
    const test = new Set(parts.test.map(({ text }) => text));
    const trained = fits.flatMap(({ examples }) => examples.map(({ text }) => text));
    expect(trained.some((text) => test.has(text))).toBe(false);
    const calls = JSON.stringify(log.filter(({ type }) => type === 'replied' || type === 'asked'));
    expect([...test].some((text) => calls.includes(text))).toBe(false);
  });

  it('is in no prompt of a teacher that writes and checks', async () => {
    const { parts, model } = await promptedParts({ filters: { labelCheck: 'teacher' } });
    const { log } = await runToEnd(parts);
    expect(model.written).toHaveLength(eventsOf(log, 'replied').length + eventsOf(log, 'checked').length);
    const asked = JSON.stringify(model.written);
    expect(parts.test.some(({ text }) => asked.includes(text))).toBe(false);
  });

  it('rejects a candidate that equals a test example', async () => {
    const dataset = tinyDataset();
    const leak = dataset.test[0];
    const pack = (dataset.pack ?? []).map((reply) => ({ ...reply, text: leak?.text.toUpperCase() ?? '' }));
    const { state } = await tinyRun({ iterations: 1 }, { ...dataset, pack });
    expect(state.augmented).toEqual([]);
    expect(iterationRows(state)[0]?.rejected).toHaveProperty('test-duplicate');
  });
});

describe('4. same configuration and seed, same run', () => {
  it('gives the same log byte for byte', async () => {
    const [one, two] = [await tinyRun(), await tinyRun()];
    expect(JSON.stringify(one.log)).toBe(JSON.stringify(two.log));
  });

  it('gives another run for another seed', async () => {
    const [one, two] = [await tinyRun({ seed: 1 }), await tinyRun({ seed: 2 })];
    expect(JSON.stringify(one.log)).not.toBe(JSON.stringify(two.log));
  });
});

describe('5. what was paid is in the log first and never paid twice', () => {
  it(
    'goes on from every cut of the log to the same log, asking only what was not answered',
    { timeout: 60_000 },
    async () => {
      const whole = await tinyRun();
      const batches = await batchesOf();
      expect(batches.flat()).toEqual(whole.log);
      for (let cut = 0; cut <= batches.length; cut++) {
        const store = new MemoryRunStore();
        const kept = batches.slice(0, cut).flat();
        await store.append('run', 0, kept);
        const parts = await tinyParts();
        let asked = 0;
        const teacher = parts.teacher && {
          ...parts.teacher,
          ask: (...args: Parameters<NonNullable<RunParts['teacher']>['ask']>) => {
            asked += 1;
            return (parts.teacher as NonNullable<RunParts['teacher']>).ask(...args);
          },
        };
        const { log } = await runToEnd({ ...parts, teacher }, store);
        expect(log).toEqual(whole.log);
        expect(asked + eventsOf(kept, 'replied').length).toBe(eventsOf(whole.log, 'replied').length);
      }
    },
  );

  it('shows no event that is not stored', async () => {
    const store = new MemoryRunStore();
    let shown = 0;
    await driveRun({
      id: 'run',
      parts: await tinyParts(),
      store,
      signal: new AbortController().signal,
      onEvent: async () => {
        shown += 1;
        expect((await store.read('run')).length).toBeGreaterThanOrEqual(shown);
      },
    });
    expect(shown).toBeGreaterThan(50);
  });

  it('leaves nothing half done when it is aborted', async () => {
    const store = new MemoryRunStore();
    const stop = new AbortController();
    const parts = await tinyParts();
    const aborted = driveRun({
      id: 'run',
      parts,
      store,
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === 'replied') stop.abort();
      },
    });
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    const { log } = await runToEnd(await tinyParts(), store);
    expect(log).toEqual((await tinyRun()).log);
  });
});

/** The batches of an undisturbed run: what a store would hold at each moment of a kill. */
async function batchesOf(): Promise<LoopEvent[][]> {
  const batches: LoopEvent[][] = [];
  const store = new MemoryRunStore();
  const noting = {
    read: (id: string) => store.read(id),
    append: (id: string, at: number, events: readonly LoopEvent[]) => {
      batches.push([...events]);
      return store.append(id, at, events);
    },
  };
  await driveRun({
    id: 'run',
    parts: await tinyParts(),
    store: noting,
    signal: new AbortController().signal,
  });
  return batches;
}

describe('6. nothing is silently dropped', () => {
  it('logs an unreadable reply with its reason and counts it', async () => {
    const parts = await tinyParts({ iterations: 1, attempts: 1 });
    const teacher = parts.teacher && {
      ...parts.teacher,
      ask: () => Promise.resolve({ raw: 'I would rather not.', usage: null, finish: null }),
    };
    const { state, log } = await runToEnd({ ...parts, teacher });
    const judged = eventsOf(log, 'judged');
    expect(judged.length).toBe(eventsOf(log, 'replied').length);
    expect(judged.every(({ reject, note }) => reject === 'unparsable' && note)).toBe(true);
    const row = iterationRows(state)[0];
    expect(row?.candidates).toBe(row?.rejected['unparsable']);
  });

  it('logs a failed call and goes on', async () => {
    const parts = await tinyParts({ iterations: 1, attempts: 2 });
    let calls = 0;
    const teacher = parts.teacher && {
      ...parts.teacher,
      ask: (...args: Parameters<NonNullable<RunParts['teacher']>['ask']>) => {
        calls += 1;
        if (calls === 1) throw new LabError('teacher-timeout', 'It took too long.', 'Try again.');
        return (parts.teacher as NonNullable<RunParts['teacher']>).ask(...args);
      },
    };
    const { state, log } = await runToEnd({ ...parts, teacher });
    expect(eventsOf(log, 'call-failed')).toHaveLength(1);
    expect(state.status).toBe('finished');
    expect(state.calls).toBe(eventsOf(log, 'replied').length + 1);
  });

  it('is interrupted by a fault of the teacher itself, and goes on when it is mended', async () => {
    const parts = await tinyParts();
    const store = new MemoryRunStore();
    const ask = () => Promise.reject(new LabError('teacher-key', 'The key is wrong.', 'Give another.'));
    const teacher = parts.teacher && { ...parts.teacher, ask };
    await expect(runToEnd({ ...parts, teacher }, store)).rejects.toMatchObject({ code: 'teacher-key' });
    const log = await store.read('run');
    expect(log[log.length - 1]).toMatchObject({ type: 'interrupted', error: { code: 'teacher-key' } });
    expect(foldEvents(log).status).toBe('interrupted');
    const { state, log: after } = await runToEnd(await tinyParts(), store);
    expect(state.status).toBe('finished');
    expect(after.filter(({ type }) => type !== 'interrupted')).toEqual((await tinyRun()).log);
  });

  it('says when a seed has no replies left, and leaves it out', async () => {
    const { log, state } = await tinyRun({ iterations: 4 }, tinyDataset(1));
    const exhausted = eventsOf(log, 'teacher-exhausted').map(({ parent }) => parent);
    expect(exhausted.length).toBeGreaterThan(0);
    expect(new Set(exhausted).size).toBe(exhausted.length);
    expect(state.finish).not.toBeNull();
  });
});

describe('7. an unparsable answer is counted apart from a wrong one', () => {
  it('is not correct, is counted, and its seed is in the wrong set', async () => {
    const parts = await tinyParts({ iterations: 1, wrongSet: { rule: 'in-sample' } });
    const student = {
      ...parts.student,
      load: () =>
        Promise.resolve({
          predict: (questions: readonly { id: string }[]) =>
            Promise.resolve(questions.map(({ id }) => ({ answer: id === 's-0' ? null : 'good', raw: '?' }))),
        }),
    };
    const { state } = await runToEnd({ ...parts, student });
    const row = iterationRows(state)[0];
    expect(row?.unparsable).toBe(1);
    expect(state.iterations[0]?.wrong).toContain('s-0');
    expect(resultOf(state)?.testAccuracy.n).toBe(10);
  });
});
