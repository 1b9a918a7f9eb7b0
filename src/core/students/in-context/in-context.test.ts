/** The in-context student on its own: what it asks and what it makes of the answers. */
import { describe, expect, it } from 'vitest';
import { FakeLanguageModel } from '../../../../test/support/fake-language-model.ts';
import { toyEncoder } from '../../../../test/support/tiny-run.ts';
import type { InContextConfig } from '../../config/schema.ts';
import { parseConfig } from '../../config/schema.ts';
import type { LabelScores, LanguageModel } from '../../llm/port.ts';
import type { Task } from '../../tasks/port.ts';
import { createClassification } from '../../tasks/classification/classification.ts';
import type { Predictor } from '../port.ts';
import { poolToArtifact } from './artifact.ts';
import { inContextStudent } from './in-context.ts';

const { signal } = new AbortController();
const LABELS = ['bad', 'good', 'so-so'];
const sentiment = createClassification({ labels: LABELS });
const pool = LABELS.map((label, i) => ({ id: `p${i}`, text: `shared word${i}`, label }));
const question = { id: 'q', text: 'a shared word2' };

type Settings = Partial<Omit<InContextConfig, 'id' | 'model'>>;

function predictorOf(
  model: LanguageModel,
  settings: Settings = {},
  task: Task = sentiment,
): Promise<Predictor> {
  const { student } = parseConfig({
    data: { id: 'd' },
    student: { id: 'in-context', model: 'fake', ...settings },
  });
  if (student.id !== 'in-context') throw new Error('The configuration is of another student.');
  const services = { task, encoder: () => Promise.resolve(toyEncoder) };
  const artifact = poolToArtifact({ rule: student.demonstrations, pool });
  return inContextStudent(student, services, model).load(
    artifact,
    new Map(pool.map((example) => [example.id, example])),
  );
}

/** A model that answers a text with what is written here. */
function scripted(answers: Readonly<Record<string, Partial<LabelScores>>>) {
  const model = new FakeLanguageModel();
  const asked: string[] = [];
  return Object.assign(model, {
    asked,
    score: (messages: Parameters<LanguageModel['score']>[0]): Promise<LabelScores> => {
      const text = /^Text: (.*)\nLabel:$/u.exec(messages[messages.length - 1]?.content ?? '')?.[1] ?? '?';
      asked.push(`${messages.length} ${text}`);
      return Promise.resolve({ by: 'scored', best: 0, logLikelihoods: null, ...answers[text] });
    },
  });
}

const logs = (...values: number[]): number[] => values.map(Math.log);

describe('a closed set of answers', () => {
  it('shows the demonstrations as turns, the nearest last, and says which', async () => {
    const model = new FakeLanguageModel();
    const [answer] = await (await predictorOf(model)).predict([question], signal);
    expect(answer?.shown).toEqual(['p1', 'p0', 'p2']);
    expect(model.scored[0]?.map(({ content }) => content).slice(1)).toEqual([
      'Text: shared word1\nLabel:',
      'good',
      'Text: shared word0\nLabel:',
      'bad',
      'Text: shared word2\nLabel:',
      'so-so',
      'Text: a shared word2\nLabel:',
    ]);
    expect(answer).toMatchObject({ answer: 'so-so', by: 'scored' });
  });

  it('scores every label by softmax, to six places', async () => {
    const model = scripted({ [question.text]: { best: 1, logLikelihoods: [-1000, -999, -1001] } });
    const [answer] = await (await predictorOf(model)).predict([question], signal);
    // e^-1, 1 and e^-2 over their sum
    expect(answer?.scores).toEqual([0.244728, 0.665241, 0.090031]);
    expect(answer?.answer).toBe('good');
  });

  it('has no scores where the model gives none, and calibrates nothing then', async () => {
    const model = new FakeLanguageModel({ by: 'grammar' });
    const answers = await (await predictorOf(model, { calibrate: true })).predict([question], signal);
    expect(answers).toEqual([{ answer: 'so-so', by: 'grammar', shown: ['p1', 'p0', 'p2'] }]);
    expect(model.calls).toBe(1);
  });

  it.each([
    [{ logLikelihoods: [NaN, 0, 0] }],
    [{ logLikelihoods: [-Infinity, -Infinity, -Infinity] }],
    [{ logLikelihoods: [0, Infinity, 0] }],
    [{ logLikelihoods: [0, 0] }],
    [{ best: 3 }],
  ])('is not answered by %j', async (scores) => {
    const predictor = await predictorOf(scripted({ [question.text]: scores }));
    await expect(predictor.predict([question], signal)).rejects.toMatchObject({ code: 'bad-scores' });
  });
});

describe('contextual calibration', () => {
  const answers = {
    [question.text]: { best: 0, logLikelihoods: logs(0.6, 0.3, 0.1) },
    'N/A': { best: 0, logLikelihoods: logs(0.8, 0.1, 0.1) },
    '': { best: 0, logLikelihoods: logs(0.6, 0.1, 0.3) },
  };

  it('divides by the mean of the content-free answers', async () => {
    const model = scripted(answers);
    const [answer] = await (await predictorOf(model, { calibrate: true })).predict([question], signal);
    // p_cf = (0.7, 0.1, 0.2); p / p_cf = (6/7, 3, 1/2) over their sum 61/14 = (12, 42, 7) / 61
    expect(answer?.scores).toEqual([12, 42, 7].map((n) => Math.round((n / 61) * 1e6) / 1e6));
    expect(answer?.answer).toBe('good');
  });

  it('asks with the same demonstrations one after the other, once for each set of them', async () => {
    const other = { id: 'r', text: 'another shared word2' };
    const model = scripted({ ...answers, [other.text]: answers[question.text] ?? {} });
    const predictor = await predictorOf(model, { calibrate: true });
    await predictor.predict([question, other], signal);
    expect(model.asked).toEqual(['8 a shared word2', '8 N/A', '8 ', '8 another shared word2']);
    await predictor.predict([{ id: 'p0', text: 'shared word0' }], signal).catch(() => undefined);
    expect(model.asked[4]).toBe('6 shared word0');
  });

  it('bears labels thought impossible', async () => {
    const model = scripted({
      ...answers,
      [question.text]: { logLikelihoods: [-Infinity, -5000, 0] },
      '': { logLikelihoods: [-Infinity, 0, -9000] },
    });
    const [answer] = await (await predictorOf(model, { calibrate: true })).predict([question], signal);
    expect(answer).toMatchObject({ answer: 'so-so', scores: [0, 0, 1] });
  });
});

describe('a prompt that is too long', () => {
  const bare = sentiment.studentPrompt(question.text).reduce((sum, { content }) => sum + content.length, 0);

  it('loses the farthest demonstrations until it fits', async () => {
    const model = new FakeLanguageModel({ maxCharacters: bare + 40 });
    const [answer] = await (await predictorOf(model)).predict([question], signal);
    expect(answer?.shown).toEqual(['p2']);
    expect(model.calls).toBe(3);
    expect(model.scored).toHaveLength(1);
  });

  it('is asked without any in the end, and has no answer when even that is too long', async () => {
    const model = new FakeLanguageModel({ maxCharacters: bare });
    const predictor = await predictorOf(model);
    expect((await predictor.predict([question], signal))[0]?.shown).toEqual([]);
    const longer = { id: 'l', text: `${question.text} and more` };
    expect(await predictor.predict([longer], signal)).toEqual([
      { answer: null, shown: [], problem: 'too-long' },
    ]);
  });
});

describe('a free-form answer', () => {
  /** Sums in words; the answer is the number behind "####". */
  const sums: Task = {
    ...sentiment,
    id: 'sums',
    freeForm: { stop: ['\nText:'] },
    readAnswer: (raw) => /#### (\d+)/u.exec(raw)?.[1] ?? null,
  };
  const answered = async (reply: string, maxTokens = 50) => {
    const model = new FakeLanguageModel({ reply: () => reply });
    const [answer] = await (await predictorOf(model, { maxTokens }, sums)).predict([question], signal);
    return { answer, request: model.written[0] };
  };

  it('is written greedily to the task’s stop, kept raw and read by the task', async () => {
    const { answer, request } = await answered('Two and two are four. #### 4\nText: another');
    const raw = 'Two and two are four. #### 4';
    expect(answer).toEqual({
      answer: '4',
      raw,
      by: 'written',
      usage: { prompt: 38, completion: 7 },
      shown: ['p1', 'p0', 'p2'],
    });
    expect(request).toMatchObject({ temperature: 0, maxTokens: 50, stop: ['\nText:'] });
  });

  it('is null where it was cut off before it could be read, and counts where it could', async () => {
    expect((await answered('Two and two are four. #### 4', 5)).answer).toMatchObject({
      answer: null,
      raw: 'Two and two are four.',
    });
    expect((await answered('#### 4 because two and two', 3)).answer).toMatchObject({ answer: '4' });
    // It might have been going to be 42.
    expect((await answered('#### 4 because two and two', 2)).answer).toMatchObject({ answer: null });
  });

  it('loses demonstrations too where the prompt is too long', async () => {
    const model = new FakeLanguageModel({ maxCharacters: 200, reply: () => '#### 4' });
    const [answer] = await (await predictorOf(model, {}, sums)).predict([question], signal);
    expect(answer?.shown?.length).toBeLessThan(3);
    expect(answer?.answer).toBe('4');
  });
});

describe('stopping', () => {
  it('asks nothing more once it is aborted', async () => {
    const model = new FakeLanguageModel();
    const stop = new AbortController();
    const predictor = await predictorOf(model);
    const score = model.score.bind(model);
    model.score = (...args) => score(...args).finally(() => stop.abort());
    await expect(predictor.predict([question, { ...question, id: 'r' }], stop.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(model.calls).toBe(1);
    await expect(predictor.predict([question], stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(model.calls).toBe(1);
  });

  it('passes the signal on', async () => {
    const stop = new AbortController();
    const predicting = (await predictorOf(new FakeLanguageModel())).predict([question], stop.signal);
    stop.abort();
    await expect(predicting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
