import { describe, expect, it } from 'vitest';
import { openTable } from '../../core/datasets/files/index.ts';
import {
  datasetOf,
  guessAnswers,
  outcomeOf,
  splitChoice,
  splitColumns,
  withSplitColumn,
} from './file-import.ts';

const open = (text: string, name = 'tickets.csv') =>
  openTable(new TextEncoder().encode(text), name, new AbortController().signal);
const rows = (n: number, extra: (i: number) => string = () => '') =>
  Array.from({ length: n }, (_, i) => `text number ${i},${i % 2 ? 'a' : 'b'}${extra(i)}\n`).join('');

describe('a file on its way to become a data set', () => {
  it('is guessed, split in halves and counted', async () => {
    const table = await open(`text,label\n${rows(40)}`);
    const answers = guessAnswers(table);
    expect(answers).toMatchObject({ text: 'text', label: 'label', split: 'share' });
    expect(outcomeOf(table, answers, null)).toMatchObject({
      seeds: 20,
      test: 20,
      labels: ['a', 'b'],
      error: null,
    });
    expect((await datasetOf(table, answers, null, null)).id).toBe('file:tickets.csv');
  });

  it('goes by a split column where there is one', async () => {
    const table = await open(`text,label,split\n${rows(30, (i) => (i % 3 ? ',train' : ',test'))}`);
    const answers = guessAnswers(table);
    expect(answers).toMatchObject({ split: 'column', seedsValue: 'train', testValue: 'test' });
    expect(outcomeOf(table, answers, null)).toMatchObject({ seeds: 20, test: 10 });
    expect(withSplitColumn(answers, table, 'label')).toMatchObject({ seedsValue: 'b', testValue: 'a' });
  });

  it('offers only columns of a few values to split by, and none is chosen for the person', async () => {
    const table = await open(`text,label,one\n${rows(30, () => ',same')}`);
    const answers = { ...guessAnswers(table), split: 'column' as const };
    expect(answers.splitColumn).toBe('');
    expect(splitColumns(table, '')).toEqual(['label']);
    expect(splitColumns(table, 'text')).toEqual(['text', 'label']);
    await expect(datasetOf(table, answers, null, null)).rejects.toMatchObject({ code: 'no-split-column' });
  });

  it('lists faulty rows by number and refuses them until told otherwise', async () => {
    const table = await open(`text,label\n${rows(20)},a\nno label,\n`);
    const answers = guessAnswers(table);
    expect(outcomeOf(table, answers, null).faults.map(({ row }) => row)).toEqual([22, 23]);
    await expect(datasetOf(table, answers, null, null)).rejects.toMatchObject({ code: 'faulty-rows' });
    expect((await datasetOf(table, { ...answers, skipFaulty: true }, null, null)).labels).toEqual(['a', 'b']);
  });

  it('takes a second file as the test set, with other column names if need be', async () => {
    const table = await open(`text,label\n${rows(20)}`);
    const second = await open(`sentence,class\nsomething new,a\nsomething else,b\n`, 'test.csv');
    const answers = { ...guessAnswers(table), split: 'file' as const };
    expect(outcomeOf(table, answers, null).error?.code).toBe('no-test-file');
    expect(outcomeOf(table, answers, second)).toMatchObject({ seeds: 20, test: 2, error: null });
  });

  it('takes answers of any kind, for a task of the person’s own', async () => {
    const lines = Array.from(
      { length: 300 },
      (_, i) => `what is ${i} and one?,"so it is ${i + 1}, in words"\n`,
    );
    const table = await open(`question,answer\n${lines.join('')}`);
    const closed = { ...guessAnswers(table), text: 'question', label: 'answer' };
    expect(outcomeOf(table, closed, null).error?.code).toBe('too-many-labels');
    const answers = { ...closed, free: true };
    expect(outcomeOf(table, answers, null)).toMatchObject({ seeds: 150, test: 150, labels: [], error: null });
    const dataset = await datasetOf(table, answers, null, null);
    expect(dataset).toMatchObject({ task: 'custom', labels: [] });
    const reply = { seed: dataset.seeds[0]?.id ?? '', k: 0, text: 'a new one', label: 'its answer' };
    expect(await datasetOf(table, answers, null, [reply])).toMatchObject({ task: 'custom', pack: [reply] });
  });

  it('says what is wrong with a share', async () => {
    const table = await open(`text,label\n${rows(20)}`);
    for (const share of ['', '0', '100', 'half']) {
      expect(() => splitChoice({ ...guessAnswers(table), share }, null)).toThrow();
      expect(outcomeOf(table, { ...guessAnswers(table), share }, null).error?.remedy).toContain('per cent');
    }
  });

  it('takes recorded replies along, and refuses those for other seeds', async () => {
    const table = await open(`text,label,split\n${rows(30, (i) => (i % 3 ? ',train' : ',test'))}`);
    const answers = guessAnswers(table);
    const reply = { seed: 'row-3', k: 0, text: 'a new one', label: 'a' };
    expect((await datasetOf(table, answers, null, [reply])).pack).toHaveLength(1);
    await expect(datasetOf(table, answers, null, [{ ...reply, seed: 'other' }])).rejects.toMatchObject({
      code: 'dataset-pack',
    });
  });
});
