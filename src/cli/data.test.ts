import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { containing, rejected } from '../../test/support/caught.ts';
import { readData } from './data.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const put = async (name: string, rows: readonly unknown[] | string): Promise<string> => {
  const path = join(folder, name);
  const text = typeof rows === 'string' ? rows : rows.map((row) => JSON.stringify(row)).join('\n');
  await writeFile(path, text);
  return path;
};

it('reads the project’s own rows without a task, and leaves out seeds that are test texts', async () => {
  const seeds = await put('seeds.jsonl', [
    { text: 'It purrs.', label: 'cat' },
    { text: 'It barks.', label: 'dog' },
  ]);
  const test = await put('test.jsonl', [
    { text: 'it  barks.', label: 'dog' },
    { text: 'It hisses.', label: 'cat' },
  ]);
  const set = await readData({ seeds, test, pack: null });
  expect(set).toMatchObject({ id: 'file:seeds.jsonl', labels: ['cat', 'dog'] });
  expect(set.seeds.map(({ id }) => id)).toEqual(['seed-1']);
  expect(set.test.map(({ id }) => id)).toEqual(['test-1', 'test-2']);
  expect(set.about).toContain('1 seed left out');
  expect(set.task).toBeUndefined();
});

it('tells each file’s form by what is in it: an original one for the seeds, the project’s for the test set', async () => {
  const seeds = await put('train_5500.label', 'HUM:ind Who rows ?\nNUM:count How many oars ?\n');
  const test = await put('test.jsonl', [{ text: 'Who sails ?', label: 'HUM' }]);
  const pack = await put('pack.jsonl', [{ seed: 'seed-1', k: 0, text: 'Who swims ?', label: 'HUM' }]);
  const set = await readData({ seeds, test, pack, task: 'trec' });
  expect(set).toMatchObject({ task: 'trec', labels: ['ABBR', 'ENTY', 'DESC', 'HUM', 'LOC', 'NUM'] });
  expect(set.seeds[1]).toEqual({ id: 'seed-2', text: 'How many oars ?', label: 'NUM' });
  expect(set.pack).toHaveLength(1);
});

it('finds the same case in two files, though each has its choices in an order of its own', async () => {
  const holdings = ['one', 'two', 'three', 'four', 'five'].map((word) => `holding that ${word} is enough`);
  const cases = ['Orr', 'Pell'].map((name) => ({ context: `See ${name} (<HOLDING>).`, holdings, label: 1 }));
  const seeds = await put('train.jsonl', cases);
  const test = await put('test.jsonl', [{ ...cases[0], label: '1' }]);
  const set = await readData({ seeds, test, pack: null, task: 'casehold' });
  expect(set.seeds).toHaveLength(1);
  expect(set.seeds[0]?.text).toContain('Pell');
  expect(set.about).toContain('1 seed left out');
});

it('takes free-form answers of a task that has them, and of one that is said to', async () => {
  const rows = (text: string) => [{ text, label: 'because\n#### 4' }];
  const seeds = await put('seeds.jsonl', rows('Two and two?'));
  const test = await put('test.jsonl', rows('Three and one?'));
  for (const kind of [{ task: 'gsm8k' }, { task: 'custom', freeForm: true }])
    expect((await readData({ seeds, test, pack: null, ...kind })).labels).toEqual([]);
  expect(await rejected(readData({ seeds, test, pack: null, task: 'custom' }))).toMatchObject({
    code: 'dataset-labels',
  });
});

it('names a file that is not there', async () => {
  const missing = join(folder, 'nowhere.jsonl');
  expect(await rejected(readData({ seeds: missing, test: missing, pack: null }))).toMatchObject({
    code: 'no-file',
    message: containing(missing),
  });
});
