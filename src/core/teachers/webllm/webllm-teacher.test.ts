import { describe, expect, it } from 'vitest';
import { FakeLanguageModel } from '../../../../test/support/fake-language-model.ts';
import { promptedParts } from '../../../../test/support/prompted-run.ts';
import { teacherServices } from '../../../../test/support/teacher-services.ts';
import { eventsOf, runToEnd } from '../../../../test/support/tiny-run.ts';
import { LabError } from '../../errors.ts';
import type { FakeModelOptions } from '../../../../test/support/fake-language-model.ts';
import { MemoryRunStore } from '../../storage/memory.ts';
import type { TeacherRequest, TeacherServices } from '../port.ts';
import { isRequestFault } from '../port.ts';
import { createTeacher } from '../registry.ts';

const never = new AbortController().signal;
const request: TeacherRequest = {
  parent: { id: 'a', text: 'dull', label: 'negative' },
  count: 2,
  used: 0,
  attempt: 0,
  messages: [{ role: 'user', content: 'Write two.' }],
  randomSeed: 11,
};

async function teacher(options: FakeModelOptions = {}, services: Partial<TeacherServices> = {}) {
  const model = new FakeLanguageModel(options);
  const lent = teacherServices({ languageModel: () => Promise.resolve(model), ...services });
  const config = {
    id: 'webllm',
    model: 'tiny-q4',
    temperature: 0.7,
    maxTokens: 3,
    showWrongAnswer: true,
    examplesPerCall: 5,
    system: null,
  } as const;
  return { teacher: await createTeacher(config, lent), model, task: lent.task };
}

describe('a teacher in this tab', () => {
  it('asks as configured, seeded, and holds replies to the schema of the task', async () => {
    const { teacher: one, model, task } = await teacher({ reply: () => 'one two three four' });
    expect(one).toMatchObject({
      title: 'tiny-q4 in this tab',
      examplesPerCall: 5,
      concurrency: 1,
      readsPrompts: true,
    });
    expect(await one.ask(request, never)).toEqual({
      raw: 'one two three',
      usage: { prompt: 2, completion: 3 },
      finish: 'length',
    });
    await one.check?.({ messages: request.messages, randomSeed: 12 }, never);
    const same = { messages: request.messages, maxTokens: 3, temperature: 0.7 };
    expect(model.written).toEqual([
      { ...same, randomSeed: 11, jsonSchema: task.replySchema.json },
      { ...same, randomSeed: 12, jsonSchema: task.checkSchema.json },
    ]);
  });

  it('loads its model with the first call, once, and tries again where that failed', async () => {
    const model = new FakeLanguageModel();
    let loads = 0;
    const languageModel = () => {
      loads += 1;
      const missing = new LabError('model-not-downloaded', 'Not here.', 'Download it.');
      return loads === 1 ? Promise.reject(missing) : Promise.resolve(model);
    };
    const { teacher: one } = await teacher({}, { languageModel });
    expect(loads).toBe(0);
    await expect(one.ask(request, never)).rejects.toMatchObject({ code: 'model-not-downloaded' });
    await one.ask(request, never);
    await one.ask(request, never);
    expect(loads).toBe(2);
  });

  it.each([
    ['teacher-empty', { reply: () => ' \n' }, true],
    ['teacher-too-long', { maxCharacters: 3 }, true],
    ['gpu-lost', { loseGpuAt: [1] }, false],
  ])('%s concerns this call only or the run', async (code, options, callOnly) => {
    const { teacher: one } = await teacher(options);
    const error: unknown = await one.ask(request, never).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, remedy: expect.stringMatching(/\w/u) as unknown });
    expect(isRequestFault(error as LabError)).toBe(callOnly);
  });

  it('stops when asked to, also while the model loads', async () => {
    const stop = new AbortController();
    const languageModel = () => {
      stop.abort();
      return Promise.resolve(new FakeLanguageModel());
    };
    const { teacher: one } = await teacher({}, { languageModel });
    await expect(one.ask(request, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a run with it', () => {
  it('goes from prompts to accepted examples, the same each time', async () => {
    const { parts, model } = await promptedParts({ perWrong: 2 });
    const { state, log } = await runToEnd(parts);
    expect(state.augmented.length).toBeGreaterThan(0);
    expect(eventsOf(log, 'run-started')[0]?.teacher).toEqual({ id: 'webllm', title: 'fake in this tab' });
    const [first] = eventsOf(log, 'replied');
    expect(first?.messages).toEqual(model.written[0]?.messages);
    expect(first?.usage?.completion).toBeGreaterThan(0);
    expect((await runToEnd((await promptedParts({ perWrong: 2 })).parts)).log).toEqual(log);
  });

  it('is interrupted by a lost GPU and goes on from its log, paying nothing twice', async () => {
    const whole = (await runToEnd((await promptedParts()).parts)).log;
    const store = new MemoryRunStore();
    const broken = await promptedParts({}, { loseGpuAt: [3] });
    await expect(runToEnd(broken.parts, store)).rejects.toMatchObject({ code: 'gpu-lost' });
    const mended = await promptedParts();
    const { log } = await runToEnd(mended.parts, store);
    expect(log.filter(({ type }) => type !== 'interrupted')).toEqual(whole);
    expect(broken.model.written.length + mended.model.written.length).toBe(eventsOf(whole, 'replied').length);
  });

  it('shows what was accepted on a second try only, and stops trying after so many', async () => {
    const reply = ({ messages }: { messages: readonly { content: string }[] }) =>
      JSON.stringify({
        examples: [
          { text: 'the same words each and every time', label: labelIn(messages[1]?.content ?? '') },
        ],
      });
    const { parts, model } = await promptedParts({ perWrong: 2, iterations: 1, attempts: 2 }, { reply });
    const { state, log } = await runToEnd(parts);
    expect(state.augmented.length).toBeLessThanOrEqual(1);
    const wrong = state.iterations[0]?.wrong?.length ?? 0;
    expect(eventsOf(log, 'replied')).toHaveLength(2 * wrong);
    const shows = model.written.map(({ messages }) => (messages[1]?.content ?? '').includes('already'));
    expect(shows.filter(Boolean)).toHaveLength(state.augmented.length);
    expect(shows.slice(0, wrong)).not.toContain(true);
  });
});

function labelIn(prompt: string): string {
  return /with the label "(\w+)"/u.exec(prompt)?.[1] ?? '';
}
