import { describe, expect, it } from 'vitest';
import { hashOf } from '../hash.ts';
import { makeDataset, sortLabels, type DatasetDraft } from './dataset.ts';
import { containing, matching, rejected } from '../../../test/support/caught.ts';

const draft: DatasetDraft = {
  id: 'pets',
  title: 'Pets',
  about: 'Invented.',
  seeds: [
    { id: 's1', text: 'It purrs.', label: 'cat' },
    { id: 's2', text: 'It barks.', label: 'dog' },
  ],
  test: [{ id: 't1', text: 'It fetches.', label: 'dog' }],
  pack: [{ seed: 's1', k: 0, text: 'It meows.', label: 'cat' }],
};

const failure = (change: Partial<DatasetDraft>) => rejected(makeDataset({ ...draft, ...change }));

describe('makeDataset', () => {
  it('sorts found labels and keeps a given order', async () => {
    expect((await makeDataset(draft)).labels).toEqual(['cat', 'dog']);
    expect((await makeDataset({ ...draft, labels: ['dog', 'cat'] })).labels).toEqual(['dog', 'cat']);
  });

  it('hashes the data and nothing else', async () => {
    const { hash } = await makeDataset(draft);
    expect(hash).toMatch(/^[0-9a-f]{64}$/u);
    expect((await makeDataset({ ...draft, id: 'x', title: 'y', about: 'z' })).hash).toBe(hash);
    const withExtras = draft.seeds.map((seed) => ({ note: 'ignored', ...seed }));
    expect((await makeDataset({ ...draft, seeds: withExtras })).hash).toBe(hash);
    expect((await makeDataset({ ...draft, labels: ['dog', 'cat'] })).hash).not.toBe(hash);
    const { pack: _, ...packless } = draft;
    const bare = await makeDataset(packless);
    expect(bare.hash).not.toBe(hash);
    expect('pack' in bare).toBe(false);
  });

  it('refuses empty parts and a single class', async () => {
    expect(await failure({ seeds: [] })).toMatchObject({
      code: 'dataset-empty',
      message: containing('seed'),
    });
    expect(await failure({ test: [] })).toMatchObject({
      code: 'dataset-empty',
      message: containing('test'),
    });
    const cats = draft.seeds.slice(0, 1);
    expect(await failure({ seeds: cats, test: [{ id: 't', text: 'x', label: 'cat' }] })).toMatchObject({
      code: 'dataset-labels',
      message: containing('"cat"'),
    });
    expect(await failure({ labels: ['cat', 'dog', 'cat'] })).toMatchObject({ code: 'dataset-labels' });
  });

  it('names the row with an unknown label, no text or a repeated id', async () => {
    expect(await failure({ labels: ['cat', 'bird'] })).toMatchObject({
      code: 'dataset-row',
      message: matching(/^Seed 2 \("s2"\).*"dog"/u),
    });
    expect(await failure({ test: [{ id: 't1', text: ' ', label: 'dog' }] })).toMatchObject({
      code: 'dataset-row',
    });
    expect(await failure({ test: [{ id: 's2', text: 'x', label: 'dog' }] })).toMatchObject({
      code: 'dataset-duplicate-id',
      details: { first: 'seed 2', second: 'test example 1' },
    });
  });

  it('accepts a pack for a larger pool and refuses a strange or repeated one', async () => {
    const stray = { seed: 'elsewhere', k: 0, text: 'x', label: 'dog' };
    await expect(makeDataset({ ...draft, pack: [...(draft.pack ?? []), stray] })).resolves.toBeDefined();
    expect(await failure({ pack: [stray] })).toMatchObject({
      code: 'dataset-pack',
      message: containing('elsewhere'),
    });
    const reply = { seed: 's1', k: 0, text: 'x', label: 'cat' };
    expect(await failure({ pack: [reply, reply] })).toMatchObject({ code: 'dataset-pack' });
    expect(await failure({ pack: [{ ...reply, label: 'bird' }] })).toMatchObject({ code: 'dataset-pack' });
  });
});

describe('makeDataset of a task', () => {
  const rows = {
    seeds: [{ id: 's1', text: 'fine .', label: 'positive' }],
    test: [{ id: 't1', text: 'dull .', label: 'positive' }],
  };
  const plain = { id: 'x', title: 'x', about: '', ...rows };

  it('takes the labels of the task where they are fixed, though some do not occur', async () => {
    const set = await makeDataset({ ...plain, task: 'sst2' });
    expect(set).toMatchObject({ task: 'sst2', labels: ['negative', 'positive'] });
    expect(await rejected(makeDataset({ ...plain, task: 'casehold' }))).toMatchObject({
      code: 'dataset-row',
      message: containing('A, B, C, D, E'),
    });
  });

  it('keeps found labels where the task has none of its own', async () => {
    const { pack: _, ...pets } = draft;
    const set = await makeDataset({ ...pets, task: 'classification' });
    expect(set.labels).toEqual(['cat', 'dog']);
    expect('task' in (await makeDataset(pets))).toBe(false);
  });

  it('does not hash the task: data known under a hash stay known', async () => {
    const { pack: _, ...pets } = draft;
    const { hash } = await makeDataset(pets);
    expect(hash).toBe(await hashOf({ labels: ['cat', 'dog'], seeds: pets.seeds, test: pets.test }));
    expect((await makeDataset({ ...pets, task: 'classification' })).hash).toBe(hash);
  });

  it('takes any label that is there for free-form answers, by task or by an empty list', async () => {
    const sums = {
      id: 'sums',
      title: 'Sums',
      about: '',
      seeds: [{ id: 's1', text: 'Two and two?', label: '2+2=4\n#### 4' }],
      test: [{ id: 't1', text: 'Three and one?', label: '#### 4' }],
      pack: [{ seed: 's1', k: 0, text: 'Two and five?', label: '2+5=7\n#### 7' }],
    };
    const set = await makeDataset({ ...sums, task: 'gsm8k' });
    expect(set.labels).toEqual([]);
    expect((await makeDataset({ ...sums, labels: [] })).hash).toBe(set.hash);
    const unlabelled = [{ id: 't1', text: 'Three and one?', label: ' ' }];
    expect(await rejected(makeDataset({ ...sums, labels: [], test: unlabelled }))).toMatchObject({
      code: 'dataset-row',
      message: matching(/^Test example 1 \("t1"\) has no label/u),
    });
  });
});

describe('sortLabels', () => {
  it('sorts numbers as numbers and words by code unit', () => {
    expect(sortLabels(['10', '2', '1', '2'])).toEqual(['1', '2', '10']);
    expect(sortLabels(['b', 'a', 'B'])).toEqual(['B', 'a', 'b']);
  });
});
