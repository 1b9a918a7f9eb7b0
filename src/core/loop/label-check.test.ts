/** The second look at labels: what is disputed is never trained on, and what a look cost is never paid twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMockApi, type MockApi } from '../../../test/support/mock-api.ts';
import {
  paidCalls,
  promptedParts,
  withTeacher,
  writer,
  type Prompted,
} from '../../../test/support/prompted-run.ts';
import {
  eventsOf,
  runToEnd,
  tinyParts,
  tinyPlatform,
  type TinyConfig,
} from '../../../test/support/tiny-run.ts';
import type { LABEL_CHECKS } from '../config/schema.ts';
import { LabError } from '../errors.ts';
import { MemoryRunStore } from '../storage/memory.ts';
import { usageOf } from './budget.ts';
import { driveRun } from './drive.ts';
import { parseEvent } from './event-schema.ts';
import type { LoopEvent } from './events.ts';
import { foldEvents } from './fold.ts';
import type { RunParts } from './runner.ts';

const checkedBy = (labelCheck: (typeof LABEL_CHECKS)[number], more: TinyConfig = {}): TinyConfig => ({
  ...more,
  filters: { labelCheck },
});

/** Every opinion beside the verdict on its candidate: a reply's candidates are judged in its order. */
function verdicts(log: readonly LoopEvent[]) {
  const key = ({ parent, iteration, attempt }: { parent: string; iteration: number; attempt: number }) =>
    `${parent} ${iteration} ${attempt}`;
  return eventsOf(log, 'checked').map((look) => {
    const judged = eventsOf(log, 'judged').filter((event) => key(event) === key(look))[look.index];
    return { look, judged };
  });
}

describe.each(['teacher', 'student'] as const)('a label check by the %s', (by) => {
  const run = async (more?: TinyConfig) => runToEnd((await promptedParts(checkedBy(by, more))).parts);

  it('looks at every candidate once, before it is judged, and says who looked', async () => {
    const { log } = await run({ perWrong: 2 });
    const looks = eventsOf(log, 'checked');
    expect(looks).toHaveLength(eventsOf(log, 'judged').length);
    expect(looks.every((look) => look.by === by && look.label !== null)).toBe(true);
    expect(looks.every(({ scores }) => (scores?.length === 2) === (by === 'student'))).toBe(true);
    expect(looks.every((look) => ('usage' in look && 'raw' in look) === (by === 'teacher'))).toBe(true);
  });

  it('keeps what is disputed out of every training set', async () => {
    const { log, state } = await run({ perWrong: 2 });
    const disputed = verdicts(log).filter(({ look, judged }) => judged && look.label !== judged.label);
    expect(disputed.length).toBeGreaterThan(0);
    expect(disputed.length).toBeLessThan(eventsOf(log, 'checked').length);
    const trained = new Set(state.augmented.map(({ id }) => id));
    for (const { judged } of disputed) expect(trained.has(judged?.id ?? '')).toBe(false);
    const agreed = verdicts(log).filter(({ look, judged }) => judged && look.label === judged.label);
    for (const { judged } of agreed) expect(judged).toMatchObject({ reject: null, rule: 'label-check' });
    for (const { judged } of disputed) expect(judged).toMatchObject({ reject: 'label-disputed' });
    // What the rules before it found nearest is kept.
    expect(agreed.every(({ judged }) => judged?.nearest !== undefined)).toBe(true);
  });

  it('leaves to the cheap rules what they reject', async () => {
    const reply = writer();
    const text = 'the hero glows seed 8 villain as if copied';
    const copies = JSON.stringify({ examples: [{ text, label: 'good' }] });
    const { parts } = await promptedParts(checkedBy(by, { iterations: 1 }), {
      reply: (request) => (request.messages[1]?.content.startsWith('The text:') ? reply(request) : copies),
    });
    const { log } = await runToEnd(parts);
    const reasons = eventsOf(log, 'judged').map(({ reject }) => reject);
    expect(reasons.filter((reason) => reason === 'wrong-label').length).toBeGreaterThan(0);
    expect(reasons.filter((reason) => reason === 'near-duplicate').length).toBeGreaterThan(0);
    expect(eventsOf(log, 'checked')).toHaveLength(reasons.length);
  });

  it('goes on from every cut to the same log, and asks nothing again', { timeout: 60_000 }, async () => {
    const config = checkedBy(by, { iterations: 1, perWrong: 2 });
    const whole = await batchesOf((await promptedParts(config)).parts);
    const log = whole.flat();
    expect(log.filter(({ type }) => type === 'checked').length).toBeGreaterThan(4);
    for (let cut = 0; cut <= whole.length; cut++) {
      const store = new MemoryRunStore();
      const kept = whole.slice(0, cut).flat();
      await store.append('run', 0, kept);
      const { parts, model } = await promptedParts(config);
      expect((await runToEnd(parts, store)).log).toEqual(log);
      expect(paidCalls(kept) + model.written.length).toBe(paidCalls(log));
    }
  });

  it('is in an event that can be read back', async () => {
    const { log, state } = await run();
    const read = log.map((event, i) => parseEvent(JSON.parse(JSON.stringify(event)), i + 1));
    expect(read).toEqual(JSON.parse(JSON.stringify(log)));
    expect(foldEvents(read).calls).toBe(state.calls);
  });
});

describe('a check by the teacher', () => {
  const failing = (code: string, prompted: Prompted): RunParts =>
    withTeacher(prompted, (teacher) => ({
      ...teacher,
      check: () => Promise.reject(new LabError(code, 'It did not work.', 'Try again.')),
    }));

  it('counts as a call, and not as an attempt', async () => {
    const { log, state } = await runToEnd((await promptedParts(checkedBy('teacher', { attempts: 2 }))).parts);
    expect(state.calls).toBe(paidCalls(log));
    expect(state.calls).toBe(eventsOf(log, 'replied').length + eventsOf(log, 'checked').length);
    const [it] = state.iterations;
    expect(it?.callCount).toBe((it?.replies.length ?? 0) + (it?.checked.length ?? 0));
    expect(Math.max(...eventsOf(log, 'replied').map(({ attempt }) => attempt))).toBe(1);
  });

  it('that fails keeps its candidate apart and out of training', async () => {
    const prompted = await promptedParts(checkedBy('teacher', { iterations: 1, attempts: 1 }));
    let calls = 0;
    const parts = withTeacher(prompted, (teacher) => ({
      ...teacher,
      check: (request, signal) => {
        calls += 1;
        const late = new LabError('teacher-timeout', 'Too late.', 'Wait.');
        if (calls === 1) return Promise.reject(late);
        if (calls === 2) return Promise.resolve({ raw: 'Hard to say.', usage: null, finish: null });
        return teacher.check?.(request, signal) ?? Promise.reject(late);
      },
    }));
    const { log, state } = await runToEnd(parts);
    const [first, second] = verdicts(log);
    expect(first?.look).toMatchObject({ label: null, error: { code: 'teacher-timeout' } });
    expect(second?.look).toMatchObject({ label: null, raw: 'Hard to say.', usage: null });
    for (const one of [first, second]) {
      expect(one?.judged).toMatchObject({ reject: 'label-unchecked', rule: 'label-check' });
      expect(state.examples.has(one?.judged?.id ?? '')).toBe(false);
    }
    expect(state.calls).toBe(paidCalls(log));
    expect(log.map((event, i) => parseEvent(event, i + 1))).toEqual(log);
  });

  it('interrupts the run for a fault of the teacher, or after five of its calls in a row', async () => {
    const prompted = await promptedParts(checkedBy('teacher'));
    const store = new MemoryRunStore();
    await expect(runToEnd(failing('teacher-key', prompted), store)).rejects.toMatchObject({
      code: 'teacher-key',
    });
    expect(eventsOf(await store.read('run'), 'checked')).toEqual([]);
    const other = new MemoryRunStore();
    await expect(runToEnd(failing('teacher-timeout', prompted), other)).rejects.toMatchObject({
      code: 'teacher-timeout',
    });
    expect(eventsOf(await other.read('run'), 'checked')).toHaveLength(5);
  });

  it('looks at no more candidates than were asked for: the rest is surplus', async () => {
    const prompted = await promptedParts(checkedBy('teacher', { iterations: 1, attempts: 1 }));
    const parts = withTeacher(prompted, (teacher) => ({
      ...teacher,
      ask: (request, signal) => teacher.ask({ ...request, messages: request.messages.map(generous) }, signal),
    }));
    const { log } = await runToEnd(parts);
    expect(eventsOf(log, 'judged')).toHaveLength(3 * eventsOf(log, 'replied').length);
    expect(eventsOf(log, 'checked')).toHaveLength(eventsOf(log, 'replied').length);
    const surplus = eventsOf(log, 'judged').filter(({ reject }) => reject === 'surplus');
    expect(surplus).toHaveLength(2 * eventsOf(log, 'replied').length);
  });

  it('goes side by side as far as the teacher allows', async () => {
    const prompted = await promptedParts(checkedBy('teacher', { iterations: 1 }));
    let now = 0;
    let most = 0;
    const parts = withTeacher(prompted, (teacher) => ({
      ...teacher,
      concurrency: 3,
      check: async (request, signal) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 1));
        now -= 1;
        return (await teacher.check?.(request, signal)) ?? { raw: '', usage: null, finish: null };
      },
    }));
    await runToEnd(parts);
    expect(most).toBe(3);
  });
});

describe('a run with an API teacher', () => {
  let api: MockApi;
  beforeAll(async () => {
    api = await startMockApi();
  });
  afterAll(() => api.close());

  it('gives up the schema once, writes, checks, and knows what it took', async () => {
    const refusal = {
      status: 400,
      body: { error: { message: 'response_format json_schema is unsupported' } },
    };
    api.play({ steps: [refusal] });
    const config = {
      iterations: 1,
      teacher: { id: 'api', baseUrl: api.baseUrl, model: 'm', concurrency: 1, priceInput: 1, priceOutput: 1 },
    } as const;
    const platform = tinyPlatform({ fetch });
    const { state, log } = await runToEnd(await tinyParts(checkedBy('teacher', config), undefined, platform));
    const chats = api.chats();
    expect(chats).toHaveLength(paidCalls(log) + 1);
    expect(chats.filter((body) => JSON.stringify(body).includes('json_schema'))).toHaveLength(1);
    expect(state.augmented.length).toBeGreaterThan(0);
    const usage = usageOf(state);
    expect(usage).toMatchObject({ calls: state.calls, exact: true, promptTokens: 100 * state.calls });
    expect(usage.cost).toBeCloseTo((usage.promptTokens + usage.completionTokens) / 1e6, 12);
  });
});

describe('a check by the student', () => {
  it('costs no call, whatever the teacher', async () => {
    const { state, log } = await runToEnd(await tinyParts(checkedBy('student')));
    expect(eventsOf(log, 'checked').length).toBeGreaterThan(0);
    expect(state.calls).toBe(eventsOf(log, 'replied').length);
  });

  it('is asked of the student of the current fit', async () => {
    const { log } = await runToEnd(await tinyParts(checkedBy('student')));
    const at = (iteration: number) => eventsOf(log, 'checked').filter((look) => look.iteration === iteration);
    expect(at(0).length).toBeGreaterThan(0);
    const [fit] = eventsOf(log, 'fitted');
    const parts = await tinyParts();
    const predictor = await parts.student.load(fit?.artifact ?? null, new Map());
    const texts = verdicts(log).filter(({ look }) => look.iteration === 0);
    const questions = texts.map(({ judged }) => ({ id: judged?.id ?? '', text: judged?.text ?? '' }));
    const answers = await predictor.predict(questions, new AbortController().signal);
    expect(answers.map(({ answer }) => answer)).toEqual(at(0).map(({ label }) => label));
  });

  it('keeps a candidate apart that the student cannot read for its length', async () => {
    const parts = await tinyParts(checkedBy('student', { iterations: 1, attempts: 1 }));
    const tooLong = new LabError('prompt-too-long', 'Too long.', 'Show fewer.');
    const student: RunParts['student'] = {
      ...parts.student,
      chunk: 1,
      load: async (artifact, examples) => {
        const predictor = await parts.student.load(artifact, examples);
        return {
          predict: (questions, signal) =>
            questions.some(({ id }) => id.includes('?'))
              ? Promise.reject(tooLong)
              : predictor.predict(questions, signal),
        };
      },
    };
    const { log, state } = await runToEnd({ ...parts, student });
    expect(state.augmented).toEqual([]);
    expect(eventsOf(log, 'judged').every(({ reject }) => reject === 'label-unchecked')).toBe(true);
    expect(state.faultsInARow).toBe(0);
  });
});

describe('who can check', () => {
  it.each([['recorded'], ['eda']] as const)('not the teacher %s', async (id) => {
    await expect(tinyParts(checkedBy('teacher', { teacher: { id } }))).rejects.toMatchObject({
      code: 'no-label-check',
      remedy: expect.stringContaining('an API') as unknown,
    });
  });

  it('nobody needs to where no teacher is asked', async () => {
    const { state } = await runToEnd(await tinyParts(checkedBy('teacher', { arm: 'seeds-only' })));
    expect(state.status).toBe('finished');
  });
});

function generous<Message extends { readonly content: string }>(message: Message): Message {
  return { ...message, content: message.content.replace('Write 1 new example ', 'Write 3 new examples ') };
}

async function batchesOf(parts: RunParts): Promise<LoopEvent[][]> {
  const batches: LoopEvent[][] = [];
  const store = new MemoryRunStore();
  const noting = {
    read: (id: string) => store.read(id),
    append: (id: string, at: number, events: readonly LoopEvent[]) => {
      batches.push([...events]);
      return store.append(id, at, events);
    },
  };
  await driveRun({ id: 'run', parts, store: noting, signal: new AbortController().signal });
  return batches;
}
