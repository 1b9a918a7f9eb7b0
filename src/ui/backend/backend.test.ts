/** The pure parts of the view: addresses, jobs in words, into the tab, before and after. */
import { describe, expect, it } from 'vitest';
import { fakeRecordOf } from '../../../test/support/fake-models.ts';
import { configOfLink } from '../../core/config/link.ts';
import { parseConfig } from '../../core/config/schema.ts';
import type { StudentAnswer } from '../../core/students/port.ts';
import { createClassification } from '../../core/tasks/classification/classification.ts';
import { fakeRecord } from '../shell/fake-lab.ts';
import { Comparison } from './comparison.svelte.ts';
import { configOn, figuresOf, rowOf, sampleOf } from './comparison.ts';
import { fakeJob } from './fake-backend.ts';
import { inOrder, newRunWith, recordsOf } from './into-tab.ts';
import { durationWords, metadataOf, originOf, statusWords } from './job-words.ts';
import { placesOf, withOrigin } from './places.ts';

const at = (baseUrl: string) => ({ id: 'backend', baseUrl, model: 'small', system: 'Be brief.' }) as const;
const config = parseConfig({ data: { id: 'film-reviews' }, student: at('http://a.example/v1') });
const run = fakeRecord('r1', { name: 'Mine', config });
const task = createClassification({ labels: ['bad', 'good'] });
const rows = (n: number, prefix = 'x') =>
  Array.from({ length: n }, (_, i) => ({
    id: `${prefix}${i}`,
    text: `${prefix} ${i}`,
    label: i % 2 === 0 ? 'bad' : 'good',
  }));
const dataset = {
  id: 'film-reviews',
  title: 'T',
  about: '',
  labels: ['bad', 'good'],
  seeds: [],
  test: rows(30),
  hash: '0'.repeat(64),
};

describe('addresses', () => {
  it('are the last one and those of runs, each once', () => {
    const last = { baseUrl: 'http://b.example/v1', provider: 'openai' } as const;
    expect(placesOf(last, [run, fakeRecord('r2'), fakeRecord('r3', { config })])).toEqual([
      last,
      { baseUrl: 'http://a.example/v1', provider: 'llm2llm' },
    ]);
  });

  it('the page’s own is named where it is not let in, and nowhere else', () => {
    const error = { code: 'student-cors', message: 'm', remedy: 'r' };
    expect(withOrigin(error, 'https://lab.example').remedy).toContain('"https://lab.example" to cors_origins');
    expect(withOrigin({ ...error, code: 'student-key' }, 'x').remedy).toBe('r');
  });
});

describe('a job', () => {
  const runs = new Map([['r1', run]]);

  it('is called by its run where that is here', () => {
    expect(originOf(fakeJob('j'), runs)).toEqual({ run, name: 'Mine', part: 'iteration 2' });
    const fold = { run: 'gone', iteration: '1', fold: '3' };
    expect(originOf({ metadata: fold }, runs)).toEqual({
      run: null,
      name: 'a run that is not in this browser',
      part: 'iteration 1, fold 3',
    });
    expect(originOf({ metadata: {} }, runs).name).toBe('made outside this page');
  });

  it('lends its model what the list of models does not say', () => {
    const model = { id: 'm', base: 'small', job: 'j', createdAt: null, metadata: {} };
    expect(metadataOf(model, [fakeJob('j')])).toEqual(fakeJob('j').metadata);
    expect(metadataOf({ ...model, metadata: { run: 'r9' } }, [fakeJob('j')])).toEqual({ run: 'r9' });
  });

  it('keeps a status that nobody knows in the server’s own words', () => {
    expect(statusWords({ status: 'unknown', rawStatus: 'melting' })).toContain('“melting”');
    expect(statusWords({ status: 'running', rawStatus: 'x' })).toBe('Training');
  });

  it('tells how long it took, or has taken', () => {
    const ended = fakeJob('j', { status: 'succeeded', finishedAt: 1_700_000_075 });
    expect(durationWords(ended, 0)).toBe('1 min 15 s');
    expect(durationWords(fakeJob('j'), 1_700_000_010_000)).toBe('10 s so far');
    expect(durationWords(fakeJob('j', { createdAt: null }), 0)).toBe('not told');
  });
});

describe('into the tab', () => {
  it('begins with what this device does best, and drops nothing', () => {
    const offered = ['q4f32_1', 'q0f32', 'new', 'q0f16'];
    expect(inOrder(offered, true)).toEqual(['q0f16', 'q4f32_1', 'q0f32', 'new']);
    expect(inOrder(offered, false)[0]).toBe('q4f32_1');
  });

  it('finds the model’s records, and not another backend’s of the same name', () => {
    const tuned = { baseUrl: 'http://a.example/v1', model: 'm', base: 'small', files: {} };
    const mine = fakeRecordOf('a', { tuned });
    const others = [fakeRecordOf('b'), fakeRecordOf('c', { tuned: { ...tuned, baseUrl: 'http://b.example' } })];
    expect(recordsOf([mine, ...others], 'http://a.example/v1', { id: 'm' })).toEqual([mine]);
  });

  it('becomes the student of a run with the prompt it was trained with, and no example in it', () => {
    const params = new URLSearchParams(newRunWith('custom:m', config).split('?')[1]);
    expect(parseConfig(configOfLink(params)).student).toMatchObject({
      id: 'in-context',
      model: 'custom:m',
      demonstrations: 'none',
      system: 'Be brief.',
    });
    const alone = new URLSearchParams(newRunWith('custom:m', null).split('?')[1]);
    expect(parseConfig(configOfLink(alone)).student).toMatchObject({ demonstrations: 'none', system: null });
  });
});

describe('before and after', () => {
  const right = (label: string): StudentAnswer => ({ answer: label });

  it('uses the run’s settings on its own data, else the task of the data', () => {
    expect(configOn(dataset, config)).toBe(config);
    expect(configOn({ ...dataset, id: 'hub:sst2', task: 'sst2' }, config)).toMatchObject({
      task: 'sst2',
      data: { id: 'hub:sst2' },
    });
  });

  it('a larger sample begins with a smaller one', () => {
    expect(sampleOf(dataset, 12).slice(0, 5)).toEqual(sampleOf(dataset, 5));
    expect(new Set(sampleOf(dataset, 99).map(({ id }) => id)).size).toBe(30);
  });

  it('counts what was mended and broken among what both were asked', () => {
    const [a, b] = rows(2);
    if (!a || !b) throw new Error('There are no rows.');
    const compared = [
      rowOf(task, a, right('good'), right('bad')),
      rowOf(task, b, right('good'), { answer: null }),
      rowOf(task, a, right('bad'), undefined),
    ];
    expect(compared[1]?.after).toEqual({ text: null, verdict: 'unreadable' });
    const figures = figuresOf(compared);
    expect(figures).toMatchObject({ mended: 1, broken: 1, p: 1 });
    expect(figures.before).toMatchObject({ value: 0.5, n: 2 });
    const six = figuresOf(rows(6).map((row) => rowOf(task, row, { answer: null }, right(row.label))));
    expect(six.p).toBeCloseTo(2 * 0.5 ** 6, 12); // 0 of 6 heads or fewer, both tails
  });

  it('keeps what came when it is stopped, and asks nothing twice', async () => {
    const asked: string[] = [];
    const stop = new AbortController();
    const model = (name: string) => ({
      name,
      predictor: {
        predict: async (questions: readonly { readonly id: string }[], signal: AbortSignal) => {
          signal.throwIfAborted();
          asked.push(...questions.map(({ id }) => `${name} ${id}`));
          if (asked.length === 24) stop.abort();
          return questions.map(() => right('good'));
        },
      },
    });
    const comparison = new Comparison();
    const both = [model('before'), model('after')] as const;
    const examples = rows(20);
    await expect(comparison.run(task, config, examples, both, stop.signal)).rejects.toThrow();
    expect(comparison.done).toBe(24);
    await comparison.run(task, config, examples, both, new AbortController().signal);
    expect(comparison.done).toBe(40);
    expect(asked).toHaveLength(40);
    // Another prompt is another question.
    const other = { ...config, student: parseConfig({ data: { id: 'x' } }).student };
    await comparison.run(task, other, examples.slice(0, 1), both, new AbortController().signal);
    expect(asked).toHaveLength(42);
  });
});
