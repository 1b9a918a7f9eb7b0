import { describe, expect, it } from 'vitest';
import type { OriginalSplit } from './original-import.ts';
import {
  formsOf,
  originalDataset,
  originalOutcome,
  readChosen,
  readOriginals,
  taskOfFile,
} from './original-import.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const file = (name: string, text: string) => ({ name, bytes: encode(text) });
const share = (text: string): OriginalSplit => ({ kind: 'share', share: text });
const byFile: OriginalSplit = { kind: 'file', share: '' };

const sums = (from: number, n: number) =>
  Array.from({ length: n }, (_, i) =>
    JSON.stringify({
      question: `What is ${from + i} and 1?`,
      answer: `It is ${from + i + 1}.\n#### ${from + i + 1}`,
    }),
  ).join('\n');
const questions = (from: number, n: number) =>
  Array.from({ length: n }, (_, i) =>
    i % 2 ? `HUM:ind Who keeps shop ${from + i} ?` : `NUM:count How many lamps has shop ${from + i} ?`,
  ).join('\n');
const intent = (name: string, n: number) =>
  file(
    `train_${name}_full.json`,
    JSON.stringify({
      [name]: Array.from({ length: n }, (_, i) => ({
        data: [{ text: `${name} please, number ` }, { text: `${i}` }],
      })),
    }),
  );

describe('what a file is', () => {
  it('is told by its beginning, not by its name', async () => {
    expect(await taskOfFile(file('mine.jsonl', sums(1, 2)))).toBe('gsm8k');
    expect(await taskOfFile(file('x.txt', questions(1, 2)))).toBe('trec');
    expect(await taskOfFile(intent('GetWeather', 2))).toBe('snips');
  });

  it('is a table where no task knows it', async () => {
    expect(await taskOfFile(file('train.csv', 'text,label\nfine,a\n'))).toBeNull();
    expect(await taskOfFile(file('empty.csv', ''))).toBeNull();
    expect(await taskOfFile({ name: 'x', bytes: new Uint8Array([0x50, 0, 1, 2, 0xff]) })).toBeNull();
  });

  it('has its forms in words', async () => {
    expect(await formsOf('gsm8k')).toContain('question and answer');
  });

  it('comes with its content', async () => {
    const chosen = await readChosen(new File([encode('abc')], 'a.txt'));
    expect(chosen).toEqual({ name: 'a.txt', bytes: encode('abc') });
  });
});

describe('the data set of original files', () => {
  it('holds out a share, with free answers where the task has them', async () => {
    const own = await readOriginals('gsm8k', [file('train.jsonl', sums(1, 20))], 'row');
    expect(originalOutcome(own, share('25'), null)).toMatchObject({
      seeds: 15,
      test: 5,
      labels: [],
      error: null,
    });
    const dataset = await originalDataset(own, share('25'), null);
    expect(dataset).toMatchObject({ id: 'file:train.jsonl', task: 'gsm8k', labels: [] });
    expect(dataset.seeds[0]?.label).toMatch(/#### \d+$/u);
  });

  it('takes a second file as the test set, and no seed has its text', async () => {
    const own = await readOriginals('trec', [file('train_5500.label', questions(1, 12))], 'row');
    const test = await readOriginals('trec', [file('TREC_10.label', questions(11, 4))], 'test-row');
    expect(originalOutcome(own, byFile, test)).toMatchObject({
      seeds: 10,
      test: 4,
      labels: ['HUM', 'NUM'],
      warnings: [expect.stringMatching(/^2 rows are left out/u)],
    });
    const dataset = await originalDataset(own, byFile, test);
    // All six classes of the task, whichever occur.
    expect(dataset.labels).toHaveLength(6);
    expect(dataset.about).toMatch(/the test set is TREC_10\.label.*2 seeds left out/u);
  });

  it('is read out of a file for each class where they come so', async () => {
    const own = await readOriginals('snips', [intent('GetWeather', 6), intent('PlayMusic', 6)], 'row');
    const dataset = await originalDataset(own, share('50'), null);
    expect(dataset.title).toBe('train_GetWeather_full.json and 1 more');
    expect(new Set([...dataset.seeds, ...dataset.test].map(({ id }) => id)).size).toBe(12);
    expect(new Set(dataset.seeds.map(({ label }) => label))).toEqual(new Set(['GetWeather', 'PlayMusic']));
  });

  it('says what is missing or wrong', async () => {
    const own = await readOriginals('gsm8k', [file('train.jsonl', sums(1, 20))], 'row');
    expect(originalOutcome(own, byFile, null).error?.code).toBe('no-test-file');
    expect(originalOutcome(own, share('all'), null).error?.code).toBe('bad-share');
    await expect(readOriginals('snips', [file('a.jsonl', sums(1, 2))], 'row')).rejects.toMatchObject({
      code: 'not-original',
    });
    const big = { name: 'big', bytes: new Uint8Array(26 * 2 ** 20) };
    await expect(readOriginals('gsm8k', [big, big], 'row')).rejects.toMatchObject({ code: 'file-too-big' });
  });
});
