/** Whole runs with the in-context student: what is asked, stored, resumed. */
import { describe, expect, it } from 'vitest';
import { FakeLanguageModel, type FakeModelOptions } from '../../../../test/support/fake-language-model.ts';
import {
  eventsOf,
  runToEnd,
  tinyDataset,
  tinyParts,
  tinyPlatform,
  type TinyConfig,
} from '../../../../test/support/tiny-run.ts';
import { DEMONSTRATION_RULES, type DemonstrationRule } from '../../config/schema.ts';
import type { LoopEvent, Predicted } from '../../loop/events.ts';
import type { RunParts } from '../../loop/runner.ts';
import { MemoryRunStore } from '../../storage/memory.ts';

interface Changes extends TinyConfig {
  readonly demonstrations?: DemonstrationRule;
  readonly calibrate?: boolean;
}

async function partsWith(
  { demonstrations = 'bm25', calibrate = false, ...config }: Changes = {},
  options: FakeModelOptions = {},
): Promise<{ parts: RunParts; model: FakeLanguageModel }> {
  const model = new FakeLanguageModel(options);
  const parts = await tinyParts(
    {
      iterations: 2,
      wrongSet: { rule: 'leave-one-out' },
      ...config,
      student: { id: 'in-context', model: model.id, encoder: 'toy', demonstrations, calibrate, shown: 3 },
    },
    tinyDataset(),
    { ...tinyPlatform(), languageModel: () => Promise.resolve(model) },
  );
  return { parts, model };
}

async function run(...args: Parameters<typeof partsWith>) {
  const { parts, model } = await partsWith(...args);
  return { ...(await runToEnd(parts)), model };
}

const OUT_OF_FOLD: TinyConfig = { wrongSet: { rule: 'out-of-fold', folds: 3 } };

const ofSet = (log: readonly LoopEvent[], of: Predicted['of']): Predicted[] =>
  eventsOf(log, 'predicted').filter((event) => event.of === of);

describe('leave-one-out with a student that leaves a question’s own example out', () => {
  it('asks each seed once an iteration and fits no folds', async () => {
    const { log, state, model } = await run();
    for (const { iteration, wrong } of state.iterations) {
      const asked = ofSet(log, 'seeds').filter((event) => event.iteration === iteration);
      expect(asked).toHaveLength(12);
      if (wrong) expect(wrong).toEqual(asked.filter(({ correct }) => !correct).map(({ id }) => id));
    }
    expect(state.iterations[0]?.wrong?.length).toBeGreaterThan(0);
    expect(ofSet(log, 'held-out')).toEqual([]);
    expect(eventsOf(log, 'fitted').every(({ fold }) => fold === null)).toBe(true);
    expect(model.calls).toBe(eventsOf(log, 'predicted').length);
    expect(
      eventsOf(log, 'predicted').every(({ id, shown }) => shown?.length === 3 && !shown.includes(id)),
    ).toBe(true);
  });

  it('fits folds where a seed’s children are left out with it', async () => {
    const { log, state } = await run({ wrongSet: { rule: 'leave-one-out', withoutChildren: true } });
    const roots = new Map(state.augmented.map(({ id, root }) => [id, root]));
    const held = ofSet(log, 'held-out');
    expect(held).toHaveLength(2 * 12);
    expect(held.some(({ shown }) => shown?.some((id) => roots.has(id)))).toBe(true);
    expect(held.some(({ id, shown }) => shown?.some((other) => roots.get(other) === id))).toBe(false);
    // Without it they may be shown, as to any other student.
    const { log: without, state: after } = await run({ iterations: 4 });
    const children = new Map(after.augmented.map(({ id, root }) => [id, root]));
    expect(
      ofSet(without, 'seeds').some(({ id, shown }) => shown?.some((other) => children.get(other) === id)),
    ).toBe(true);
  });
});

describe('out-of-fold', () => {
  it('logs each fold’s pool, and shows a held-out seed none of its own fold', async () => {
    const { log, model } = await run(OUT_OF_FOLD);
    const folds = eventsOf(log, 'fitted').filter(({ fold }) => fold !== null);
    expect(folds).toHaveLength(2 * 3);
    const pools = folds.map(({ artifact }) => (artifact as { pool: string[] }).pool);
    expect(pools.every((pool) => pool.length >= 8)).toBe(true);
    expect(ofSet(log, 'held-out')).toHaveLength(2 * 12);
    for (const { id, shown } of ofSet(log, 'held-out')) {
      const seen = pools.filter((pool) => shown?.every((other) => pool.includes(other)));
      expect(seen.some((pool) => !pool.includes(id))).toBe(true);
    }
    expect(model.calls).toBe(eventsOf(log, 'predicted').length);
  });
});

describe('every arm', () => {
  it.each(['llm2llm', 'one-shot', 'untargeted', 'seeds-only', 'seeds-repeated'])(
    '%s runs to its end',
    async (arm) => {
      for (const wrongSet of [{ rule: 'leave-one-out' }, OUT_OF_FOLD.wrongSet] as const) {
        const { state, log } = await run({ arm, ...(wrongSet && { wrongSet }) });
        expect(state.status).toBe('finished');
        // A repeated seed is the same demonstration: nobody sees a text twice, nor their own.
        for (const { shown = [], id } of eventsOf(log, 'predicted')) {
          const texts = [id, ...shown].map((one) => state.examples.get(one)?.text ?? one);
          expect(new Set(texts).size).toBe(texts.length);
        }
      }
    },
  );
});

describe('the log', () => {
  it.each(DEMONSTRATION_RULES)('is the same byte for byte with %s demonstrations', async (demonstrations) => {
    const [one, two] = [await run({ demonstrations }), await run({ demonstrations })];
    expect(JSON.stringify(one.log)).toBe(JSON.stringify(two.log));
    expect(one.state.status).toBe('finished');
  });

  it('shows everybody the same beginning with random demonstrations', async () => {
    const { log } = await run({ demonstrations: 'random', iterations: 1 });
    const beginnings = ofSet(log, 'test')
      .filter(({ iteration }) => iteration === 0)
      .map(({ shown }) => JSON.stringify(shown));
    expect(new Set(beginnings).size).toBe(1);
  });

  it.each([
    ['leave-one-out', {}],
    ['out-of-fold', { ...OUT_OF_FOLD, iterations: 1 }],
    ['calibrated', { calibrate: true, demonstrations: 'random', iterations: 1 }],
  ] as const)(
    'goes on from every cut, asking nothing twice (%s)',
    { timeout: 60_000 },
    async (_name, changes) => {
      const whole = await run(changes);
      const batches = await batchesOf(changes);
      expect(batches.flat()).toEqual(whole.log);
      for (let cut = 0; cut <= batches.length; cut++) {
        const store = new MemoryRunStore();
        const kept = batches.slice(0, cut).flat();
        await store.append('run', 0, kept);
        const { parts, model } = await partsWith(changes);
        const { log } = await runToEnd(parts, store);
        expect(log).toEqual(whole.log);
        const questions = model.scored.filter((messages) => !isContentFree(messages));
        expect(questions.length + eventsOf(kept, 'predicted').length).toBe(
          eventsOf(whole.log, 'predicted').length,
        );
      }
    },
  );
});

function isContentFree(messages: readonly { readonly content: string }[]): boolean {
  return /^Text: (?:N\/A)?\nLabel:$/u.test(messages[messages.length - 1]?.content ?? '');
}

/** The batches of an undisturbed run: what a store would hold at each moment of a kill. */
async function batchesOf(changes: Changes): Promise<LoopEvent[][]> {
  const batches: LoopEvent[][] = [];
  class Noting extends MemoryRunStore {
    override append(id: string, at: number, events: readonly LoopEvent[]): Promise<void> {
      batches.push([...events]);
      return super.append(id, at, events);
    }
  }
  await runToEnd((await partsWith(changes)).parts, new Noting());
  return batches;
}

describe('when the model fails', () => {
  it('a lost GPU interrupts the run, which goes on where it was', async () => {
    const store = new MemoryRunStore();
    const { parts, model } = await partsWith({}, { loseGpuAt: [7, 30] });
    for (const answered of [6, 28]) {
      await expect(runToEnd(parts, store)).rejects.toMatchObject({ code: 'gpu-lost' });
      const log = await store.read('run');
      expect(log[log.length - 1]).toMatchObject({ type: 'interrupted', error: { code: 'gpu-lost' } });
      expect(eventsOf(log, 'predicted')).toHaveLength(answered);
    }
    const { state, log } = await runToEnd(parts, store);
    expect(state.status).toBe('finished');
    const whole = await run();
    expect(log.filter(({ type }) => type !== 'interrupted')).toEqual(whole.log);
    expect(model.scored).toHaveLength(whole.model.scored.length);
  });

  it('a small context window shows fewer, and the log says which', async () => {
    const { log, state } = await run({}, { maxCharacters: 240 });
    expect(state.status).toBe('finished');
    const shown = eventsOf(log, 'predicted').map((event) => event.shown?.length);
    expect(Math.max(...shown.map(Number))).toBeLessThan(3);
  });

  it('is not begun where the platform has no language model', async () => {
    const config = { student: { id: 'in-context', model: 'fake' } } as const;
    await expect(tinyParts(config)).rejects.toMatchObject({ code: 'no-language-model' });
  });
});
