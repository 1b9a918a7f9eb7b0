import { describe, expect, it } from 'vitest';
import { tableToExamples } from './examples.ts';
import { guessColumns, guessSplitValues } from './guess.ts';
import { MAX_LABELS, MAX_TEXT_CHARACTERS } from './limits.ts';
import { openTable } from './open.ts';
import { splitTable, tableToDataset } from './split.ts';
import { caught, containing, matching } from '../../../../test/support/caught.ts';

const signal = new AbortController().signal;
const open = (text: string, name = 'my.csv') => openTable(new TextEncoder().encode(text), name, signal);
const columns = { text: 'text', label: 'label' };
const lines = (count: number, extra: (index: number) => string = () => '') =>
  Array.from(
    { length: count },
    (_, index) => `number ${index} is here,${index % 2 ? 'odd' : 'even'}${extra(index)}`,
  ).join('\n');

describe('guessColumns', () => {
  it('goes by name', async () => {
    const table = await open(
      `id,sentence,label,split\n${Array.from({ length: 8 }, (_, i) => `${i},row ${i},${i % 2},${i < 5 ? 'train' : 'test'}`).join('\n')}`,
    );
    expect(guessColumns(table)).toEqual({ text: 'sentence', label: 'label', split: 'split' });
  });

  it('goes by content where names say nothing', async () => {
    const table = await open(
      `A,B,C\n${Array.from({ length: 8 }, (_, i) => `${i},a longer text number ${i},${i % 2 ? 'good' : 'bad'}`).join('\n')}`,
    );
    expect(guessColumns(table)).toEqual({ text: 'B', label: 'C', split: null });
  });

  it('guesses no label among columns that are all different', async () => {
    const table = await open('text,label\na,b\nc,d\ne,f\n');
    expect(guessColumns(table)).toMatchObject({ text: 'text', label: null });
  });

  it('prefers test to validation', () => {
    expect(guessSplitValues(['Train', 'validation', 'test'])).toEqual({ seeds: 'Train', test: 'test' });
    expect(guessSplitValues(['train', 'dev'])).toEqual({ seeds: 'train', test: 'dev' });
    expect(guessSplitValues(['a', 'b'])).toBeNull();
  });
});

describe('tableToExamples', () => {
  const messy = `text,label\nfine,a\n,b\nragged\n${'x'.repeat(MAX_TEXT_CHARACTERS + 1)},b\n good ,b\nno label,\n`;

  it('refuses faulty rows by number, or leaves them out', async () => {
    const table = await open(messy);
    expect(caught(() => tableToExamples(table, columns, { skipFaulty: false }))).toMatchObject({
      code: 'faulty-rows',
      message: matching(
        /4 faulty rows: row 3: no text; row 4: 1 fields.*; row 5: .*8001 characters.*; row 7: no label/u,
      ),
    });
    const { examples, faults } = tableToExamples(table, columns, { skipFaulty: true });
    expect(examples).toEqual([
      { id: 'row-2', text: 'fine', label: 'a' },
      { id: 'row-6', text: 'good', label: 'b' },
    ]);
    expect(faults.map((fault) => fault.row)).toEqual([3, 4, 5, 7]);
  });

  it('takes numbers and truth values for labels', async () => {
    const table = await open(
      '{"text":"a","label":0}\n{"text":"b","label":true}\n{"text":5,"label":"x"}',
      'my.jsonl',
    );
    expect(
      tableToExamples(table, columns, { skipFaulty: false }).examples.map((row) => [row.text, row.label]),
    ).toEqual([
      ['a', '0'],
      ['b', 'true'],
      ['5', 'x'],
    ]);
  });

  it('takes answers of any number and of some length where they are free-form', async () => {
    const long = 'so '.repeat(50);
    const rows = Array.from({ length: 300 }, (_, i) => `question ${i},${long}${i}`);
    const table = await open(`text,label\n${rows.join('\n')}\nquestion 299,twice\n`);
    const options = { skipFaulty: false, freeForm: true };
    const { dataset } = await tableToDataset(
      table,
      columns,
      { kind: 'share', testShare: 0.25, seed: 1 },
      options,
    );
    expect(dataset.labels).toEqual([]);
    expect(dataset.test).toHaveLength(75);
    expect(dataset.about).not.toContain('each class');
    expect(caught(() => tableToExamples(table, columns, { skipFaulty: false })).code).toBe('faulty-rows');
  });

  it('refuses a wrong choice of columns', async () => {
    const table = await open(
      `text,label\n${Array.from({ length: MAX_LABELS + 1 }, (_, i) => `t,l${i}`).join('\n')}`,
    );
    expect(caught(() => tableToExamples(table, columns, { skipFaulty: true })).code).toBe('too-many-labels');
    expect(
      caught(() => tableToExamples(table, { text: 'nope', label: 'label' }, { skipFaulty: true })),
    ).toMatchObject({ code: 'no-such-column', remedy: 'Choose one of: text, label.' });
    const empty = await open('text,label,more\n,,x\n');
    expect(caught(() => tableToExamples(empty, columns, { skipFaulty: true })).code).toBe('no-examples');
  });
});

describe('splitTable', () => {
  const options = { skipFaulty: true };

  it('holds out a share', async () => {
    const table = await open(`text,label\n${lines(40)}`);
    const { seeds, test } = splitTable(table, columns, { kind: 'share', testShare: 0.25, seed: 3 }, options);
    expect([seeds.length, test.length]).toEqual([30, 10]);
    expect(test.filter((row) => row.label === 'odd')).toHaveLength(5);
  });

  it('goes by a column, and says what was not used', async () => {
    const table = await open(
      `text,label,split\n${lines(12, (i) => `,${['train', 'train', 'test', 'other'][i % 4] ?? ''}`)}`,
    );
    const { seeds, test, warnings } = splitTable(
      table,
      columns,
      { kind: 'column', column: 'split' },
      options,
    );
    expect([seeds.length, test.length]).toEqual([6, 3]);
    expect(warnings).toEqual(['3 rows are neither "train" nor "test" in "split" and were not used.']);
    const turned = splitTable(
      table,
      columns,
      { kind: 'column', column: 'split', seeds: 'test', test: 'other' },
      options,
    );
    expect([turned.seeds.length, turned.test.length]).toEqual([3, 3]);
    expect(
      caught(() => splitTable(table, columns, { kind: 'column', column: 'label' }, options)),
    ).toMatchObject({ code: 'bad-split', message: containing('"even"') });
  });

  it('takes another file, and keeps its texts out of the seeds', async () => {
    const table = await open(`text,label\n${lines(10)}`);
    const other = await open('question,kind\nNumber 4  is here,even\nsomething else,odd\n,odd\n', 'test.csv');
    const choice = { kind: 'file', table: other, columns: { text: 'question', label: 'kind' } } as const;
    const { dataset, faults, warnings } = await tableToDataset(table, columns, choice, options);
    expect(dataset).toMatchObject({ id: 'file:my.csv', title: 'my.csv', labels: ['even', 'odd'] });
    expect(dataset.seeds).toHaveLength(9);
    expect(dataset.test.map((row) => row.id)).toEqual(['test-row-2', 'test-row-3']);
    expect(faults).toEqual([{ row: 4, message: 'no text', file: 'test.csv' }]);
    expect(warnings).toEqual(['1 row was left out of the seeds because the same text is in the test set.']);
    expect(dataset.about).toContain('test.csv');
  });

  it('gives the same data set for the same file and seed', async () => {
    const table = await open(`text,label\n${lines(40)}`);
    const make = (seed: number) =>
      tableToDataset(table, columns, { kind: 'share', testShare: 0.25, seed }, options);
    expect((await make(1)).dataset).toEqual((await make(1)).dataset);
    expect((await make(1)).dataset.hash).not.toBe((await make(2)).dataset.hash);
  });
});
