/** The arms that only a teacher that reads prompts can feed, on a fake language model; and the rules. */
import { describe, expect, it } from 'vitest';
import { paidCalls, promptedParts, writer } from '../../../test/support/prompted-run.ts';
import {
  eventsOf,
  runToEnd,
  tinyDataset,
  tinyParts,
  tinyPlatform,
  tinyRun,
  type TinyConfig,
} from '../../../test/support/tiny-run.ts';
import { LabError } from '../errors.ts';
import { MemoryRunStore } from '../storage/memory.ts';
import type { TeacherPromptRequest } from '../tasks/port.ts';
import { parseEvent } from './event-schema.ts';
import { foldEvents } from './fold.ts';
import type { RunParts } from './runner.ts';
import { driveRun } from './drive.ts';

/** Seeds of 2 a class: 8 of the set's 12 examples are left for a pool. */
const FEW = { id: 'tiny', perClass: 2 };

/** Every question for new examples that a run put to its task. */
function spied(parts: RunParts): { parts: RunParts; asked: TeacherPromptRequest[] } {
  const asked: TeacherPromptRequest[] = [];
  const teacherPrompt = (request: TeacherPromptRequest) => {
    asked.push(request);
    return parts.task.teacherPrompt(request);
  };
  return { parts: { ...parts, task: { ...parts.task, teacherPrompt } }, asked };
}

describe('auggpt', () => {
  const run = async (config: TinyConfig = {}, options = {}) => {
    const { parts, asked } = spied((await promptedParts({ arm: 'auggpt', ...config }, options)).parts);
    return { ...(await runToEnd(parts)), asked };
  };

  it('has every seed rephrased, without a word of what the student made of it', async () => {
    const { state, asked } = await run({ perWrong: 2 });
    expect(state.iterations).toHaveLength(2);
    expect(asked.every(({ purpose, wrongAnswer }) => purpose === 'rephrase' && wrongAnswer === null)).toBe(
      true,
    );
    const counts = state.start?.seeds.map(({ id }) => state.augmented.filter((e) => e.root === id).length);
    expect(counts).toEqual(Array(12).fill(2));
  });

  it('spreads a budget over all seeds, in random order', async () => {
    const { state, log } = await run({ stops: { budget: 30 } });
    const counts = (state.start?.seeds ?? []).map(
      ({ id }) => state.augmented.filter(({ root }) => root === id).length,
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
    expect([...counts].sort()).toEqual([...Array<number>(6).fill(2), ...Array<number>(6).fill(3)]);
    const order = eventsOf(log, 'selected')[0]?.targets.map(([id]) => id);
    expect(order).not.toEqual(state.start?.seeds.map(({ id }) => id));
    expect(state.finish?.reason).toBe('budget');
  });

  it('spends the budget where a seed brings nothing, and without one leaves such a seed out', async () => {
    const reply = writer();
    const stubborn = (request: Parameters<typeof reply>[0]) =>
      request.messages.at(-1)?.content.includes('seed 3 ') ? 'no' : reply(request);
    const budget = await run({ stops: { budget: 24 } }, { reply: stubborn });
    expect(budget.state.augmented).toHaveLength(24);
    expect(budget.state.augmented.some(({ root }) => root === 's-3')).toBe(false);
    const free = await run({}, { reply: stubborn });
    expect(free.state.augmented).toHaveLength(11);
  });

  it('runs though nothing is wrong', async () => {
    const { state } = await run({ wrongSet: { rule: 'in-sample' }, student: { l2: 0 } });
    expect(state.iterations[0]?.wrong).toEqual([]);
    expect(state.augmented).toHaveLength(12);
  });
});

describe('distillation', () => {
  const partsOf = (config: TinyConfig = {}, options = {}) =>
    promptedParts({ arm: 'distillation', data: FEW, ...config }, options);
  const run = async (config: TinyConfig = {}, options = {}) => {
    const prompted = await partsOf(config, options);
    return { ...prompted, ...(await runToEnd(prompted.parts)) };
  };
  const gold = new Map(tinyDataset().seeds.map((example) => [example.text, example]));

  it('labels what was not drawn, by what the teacher says and not by what is true', async () => {
    const { state, parts } = await run({ stops: { budget: 8 } });
    expect(state.augmented).toHaveLength(8);
    expect(state.finish?.reason).toBe('budget');
    const seeds = new Set(state.start?.seeds.map(({ id }) => id));
    const wrong = state.augmented.filter(({ text, label }) => gold.get(text)?.label !== label);
    expect(wrong.length).toBeGreaterThan(0);
    for (const { text, parent, root } of state.augmented) {
      expect(parent).toBe(gold.get(text)?.id);
      expect(root).toBe(parent);
      expect(seeds.has(parent)).toBe(false);
    }
    expect([...parts.pool.values()].every((one) => Object.keys(one).sort().join() === 'id,text')).toBe(true);
  });

  it('shows the teacher nothing but the task’s question for a label', async () => {
    const { model, parts } = await run({ stops: { budget: 4 } });
    const questions = [...parts.pool.values()].map(({ text }) =>
      JSON.stringify(parts.task.checkPrompt(text)),
    );
    expect(model.written.length).toBeGreaterThanOrEqual(4);
    for (const { messages, jsonSchema } of model.written) {
      expect(questions).toContain(JSON.stringify(messages));
      expect(jsonSchema).toBe(parts.task.checkSchema.json);
    }
  });

  it('draws each round’s share at random and no text twice', async () => {
    const { log, state } = await run({ iterations: 4, stops: { budget: 8 } });
    const rounds = eventsOf(log, 'grown').map(({ added }) => added.length);
    expect(rounds).toEqual([2, 2, 2, 2]);
    const asked = eventsOf(log, 'asked').flatMap(({ requests }) => requests.map(({ parent }) => parent));
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).not.toEqual(state.start?.seeds.map(({ id }) => id));
    const other = await run({ iterations: 4, stops: { budget: 8 }, seed: 5 });
    expect(eventsOf(other.log, 'asked')).not.toEqual(eventsOf(log, 'asked'));
  });

  it('without a budget labels as many as are wrong', async () => {
    const { state } = await run({ iterations: 1 });
    const [first] = state.iterations;
    expect(first?.acceptedCount).toBe(first?.wrong?.length);
    expect(first?.acceptedCount).toBeGreaterThan(0);
  });

  it('keeps a label that cannot be read as such, and takes another text', async () => {
    const reply = writer();
    let count = 0;
    const muddled = (request: Parameters<typeof reply>[0]) => (++count % 2 ? 'Hard to say.' : reply(request));
    const { log, state } = await run({ iterations: 1, stops: { budget: 3 } }, { reply: muddled });
    const judged = eventsOf(log, 'judged');
    expect(judged.filter(({ reject }) => reject === 'unparsable').length).toBeGreaterThan(0);
    expect(judged).toHaveLength(eventsOf(log, 'replied').length);
    expect(state.augmented).toHaveLength(3);
  });

  it('asks for at most `attempts` labels for each example wanted', async () => {
    const { log, state } = await run(
      { iterations: 1, attempts: 2, stops: { budget: 3 } },
      { reply: () => 'no' },
    );
    expect(eventsOf(log, 'replied')).toHaveLength(6);
    expect(state.augmented).toEqual([]);
  });

  it('ends when the pool is used up', async () => {
    const { state } = await run({ iterations: 6, stops: { budget: 100 } });
    expect(state.augmented).toHaveLength(8);
    expect(state.finish?.reason).toBe('pool-used-up');
  });

  it('leaves out what is the same as a seed, and what is too long to be kept', async () => {
    const dataset = tinyDataset();
    const { parts } = await partsOf();
    const [seed] = parts.seeds;
    const twin = { id: 'twin', text: `${(seed?.text ?? '').toUpperCase()}!`, label: 'good' };
    const long = { id: 'long', text: 'word '.repeat(50), label: 'good' };
    const changed = await tinyParts(
      { ...parts.config, filters: { maxCharacters: 100 } },
      {
        ...dataset,
        seeds: [...parts.seeds, twin, long, { id: 'odd', text: 'some other words', label: 'bad' }],
      },
      { ...tinyPlatform(), languageModel: () => Promise.reject(new Error('none')) },
    );
    const drawn = new Set(changed.seeds.map(({ id }) => id));
    const ids = [...changed.pool.keys()];
    expect(ids.includes('long')).toBe(false);
    const texts = new Set(changed.seeds.map(({ text }) => text.toLowerCase().replace('!', '')));
    for (const { id, text } of changed.pool.values()) {
      expect(drawn.has(id)).toBe(false);
      expect(texts.has(text.toLowerCase().replace('!', ''))).toBe(false);
    }
    expect(ids.length).toBeGreaterThan(0);
  });

  it('has a log that stands alone, and goes on from any place in it to the same end', async () => {
    const config: TinyConfig = { iterations: 3, stops: { budget: 6 }, filters: { labelCheck: 'student' } };
    const { log, state } = await run(config);
    expect(foldEvents(log.map((event, i) => parseEvent(JSON.parse(JSON.stringify(event)), i + 1)))).toEqual(
      state,
    );
    // Where one batch ends and another begins.
    const single = new Set(['wrong-collected', 'selected', 'asked', 'replied', 'grown']);
    const ends = log.flatMap(({ type }, i) => (single.has(type) ? [i + 1] : []));
    for (const at of ends) {
      const store = new MemoryRunStore();
      await store.append('run', 0, log.slice(0, at));
      const { parts } = await partsOf(config);
      await driveRun({ id: 'run', parts, store, signal: new AbortController().signal });
      expect(await store.read('run')).toEqual(log);
    }
  });

  it('goes on after a call that failed, with another text', async () => {
    const { parts } = await partsOf({ iterations: 1, stops: { budget: 3 } });
    let calls = 0;
    const { teacher } = parts;
    const failing: RunParts = {
      ...parts,
      teacher: teacher && {
        ...teacher,
        check: (...args) =>
          ++calls === 2
            ? Promise.reject(new LabError('teacher-timeout', 'Too late.', 'Wait.'))
            : (teacher.check?.(...args) ?? Promise.reject(new Error('none'))),
      },
    };
    const { state, log } = await runToEnd(failing);
    expect(eventsOf(log, 'call-failed')).toHaveLength(1);
    expect(state.augmented).toHaveLength(3);
    expect(paidCalls(log)).toBe(4);
  });
});

describe('eda', () => {
  const synonyms = () =>
    Promise.resolve(
      new Map(['plot', 'score', 'cast', 'pace', 'joke'].map((word) => [word, [`${word}like`, `un${word}`]])),
    );
  const partsOf = (config: TinyConfig = {}) =>
    tinyParts({ arm: 'eda', ...config }, tinyDataset(), tinyPlatform({ synonyms }));

  it('edits random seeds by rule, whichever teacher is configured, and spends the budget', async () => {
    const { state } = await runToEnd(await partsOf({ stops: { budget: 9 } }));
    expect(state.start?.teacher?.id).toBe('eda');
    expect(state.augmented).toHaveLength(9);
    expect(new Set(state.augmented.map(({ root }) => root)).size).toBeGreaterThan(3);
    expect(state.start?.config.teacher).toEqual({ id: 'eda', alpha: 0.1 });
  });
});

describe('the ablations', () => {
  it('continue weights from the last whole fit', async () => {
    const parts = await tinyParts({ arm: 'llm2llm-continue', iterations: 2 });
    const from: boolean[] = [];
    const { trainer } = parts;
    const watched: RunParts = {
      ...parts,
      trainer: {
        ...trainer,
        fit: (request, signal) => {
          from.push(request.from !== null);
          return trainer.fit(request, signal);
        },
      },
    };
    const { state } = await runToEnd(watched);
    expect(from.filter(Boolean)).toHaveLength(2);
    expect(state.start?.config.weights).toBe('continue');
  });

  it('augment new examples that are wrong, too', async () => {
    const { parts } = await promptedParts({
      arm: 'llm2llm-augmented',
      iterations: 3,
      student: { l2: 100 },
    });
    const { state } = await runToEnd(parts);
    const grandchildren = state.augmented.filter(({ parent, root }) => parent !== root);
    expect(grandchildren.length).toBeGreaterThan(0);
    const seeds = new Set(state.start?.seeds.map(({ id }) => id));
    expect(state.augmented.every(({ root }) => seeds.has(root))).toBe(true);
  });

  it('are LLM2LLM but for the one setting', async () => {
    const [plain, augmented] = [
      await tinyRun({ iterations: 1 }),
      await runToEnd((await promptedParts({ arm: 'llm2llm-augmented', iterations: 1 })).parts),
    ];
    expect(augmented.state.iterations[0]?.wrong).toEqual(plain.state.iterations[0]?.wrong);
  });
});
