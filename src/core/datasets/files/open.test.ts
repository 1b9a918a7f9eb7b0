import fc from 'fast-check';
import { unparse } from 'papaparse';
import { describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES, MAX_ROWS } from './limits.ts';
import { openTable, type OpenOptions } from './open.ts';
import { containing, rejected } from '../../../../test/support/caught.ts';

const signal = new AbortController().signal;
const utf8 = (text: string) => new TextEncoder().encode(text);
const open = (content: string | Uint8Array, name: string, options?: OpenOptions) =>
  openTable(typeof content === 'string' ? utf8(content) : content, name, signal, options);
const failure = (content: string | Uint8Array, name: string) => rejected(open(content, name));
const utf16 = (text: string, littleEndian: boolean) => {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let index = 0; index < text.length; index++)
    view.setUint16(index * 2, text.charCodeAt(index), littleEndian);
  return new Uint8Array(view.buffer);
};

describe('CSV', () => {
  it('reads quoted fields, line breaks inside them, and numbers rows as a spreadsheet does', async () => {
    const table = await open(
      'text,label\r\n"one, with a ""quote""\nand a break",a\r\n\r\nthree,b\r\n',
      'my.csv',
    );
    expect(table.columns).toEqual(['text', 'label']);
    expect(table.rows()).toEqual([
      { text: 'one, with a "quote"\nand a break', label: 'a' },
      { text: 'three', label: 'b' },
    ]);
    expect([table.rowNumber(0), table.rowNumber(1)]).toEqual([2, 4]);
    expect(table.faults).toEqual([]);
  });

  it('finds semicolons and tabs', async () => {
    const table = await open('text;label\nyes, well;a\nno, never;b\n', 'my.csv');
    expect(table.rows()[0]).toEqual({ text: 'yes, well', label: 'a' });
    expect((await open('text\tlabel\nx\ta\n', 'pasted')).format).toBe('tsv');
  });

  it('takes ragged rows and bad quotes for faults, with the row number', async () => {
    const table = await open('text,label\na,b,c\nonly\nfine,x\n"bad" quote",y\nlast,z\n', 'my.csv');
    expect(table.rows().map((row) => row['text'])).toEqual(['fine', 'last']);
    expect(table.faults.map(({ row }) => row)).toEqual([2, 3, 5]);
    expect(table.faults[0]?.message).toContain('3 fields');
  });

  it('names the row of a quote that is never closed', async () => {
    expect(await failure('text,label\nx,a\n"open,b\ny,c\n', 'my.csv')).toMatchObject({
      code: 'file-quotes',
      details: { row: 3 },
    });
  });

  it('names empty and repeated columns, and does without a header', async () => {
    expect((await open('a,,a\n1,2,3\n', 'my.csv')).columns).toEqual(['a', 'column 2', 'a (2)']);
    const table = await open('great,1\npoor,0\n', 'my.csv', { header: false });
    expect(table.rows()).toEqual([
      { 'column 1': 'great', 'column 2': '1' },
      { 'column 1': 'poor', 'column 2': '0' },
    ]);
    expect(table.rowNumber(0)).toBe(1);
  });

  it('keeps a column called __proto__ as data', async () => {
    const table = await open('__proto__,label\nx,a\n', 'my.csv');
    expect(Object.entries(table.rows()[0] ?? {})).toEqual([
      ['__proto__', 'x'],
      ['label', 'a'],
    ]);
  });

  it('reads back what was written', async () => {
    const field = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
    const anyText = fc.oneof(field, fc.constantFrom('a"b', '"', ',', '\n', 'a\r\nb', ';;;', '\t', ' x '));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(',', ';', '\t'),
        async (rows, delimiter) => {
          const text = unparse([['text', 'label'], ...rows], { delimiter, newline: '\r\n' });
          const table = await open(text, delimiter === '\t' ? 'my.tsv' : 'my.csv');
          expect(table.faults).toEqual([]);
          expect(table.rows().map((row) => [row['text'], row['label']])).toEqual(rows);
        },
      ),
    );
  });
});

describe('TSV', () => {
  it('reads stray quote marks as text when the file does not quote', async () => {
    const table = await open('sentence\tlabel\n"Fine" is not the word .\t1\n" open\t0\nlast\t1\n', 'my.tsv');
    expect(table.rows().map((row) => row['sentence'])).toEqual([
      '"Fine" is not the word .',
      '" open',
      'last',
    ]);
    expect(table.warnings).toHaveLength(1);
  });
});

describe('JSON and JSONL', () => {
  it('reads JSONL with the union of fields, and names faulty lines', async () => {
    const table = await open(
      '{"text":"a","label":1}\n\nnonsense\n[1]\n{"text":"b","label":true,"tags":["x"]}\n',
      'my.jsonl',
    );
    expect(table.columns).toEqual(['text', 'label', 'tags']);
    expect(table.rows()).toEqual([
      { text: 'a', label: 1 },
      { text: 'b', label: true, tags: '["x"]' },
    ]);
    expect(table.faults.map(({ row }) => row)).toEqual([3, 4]);
    expect(table.rowNumber(1)).toBe(5);
  });

  it('knows JSONL saved as .json', async () => {
    expect((await open('{"text":"a"}\n{"text":"b"}\n', 'my.json')).format).toBe('jsonl');
  });

  it('reads a list of objects, bare or in an object', async () => {
    expect((await open('[{"text":"a"},{"text":"b"}]', 'my.json')).rowCount).toBe(2);
    expect((await open('{"version":1,"data":[{"text":"a"}]}', 'my.json')).rowCount).toBe(1);
    expect(await failure('{"a":[],"b":[]}', 'my.json')).toMatchObject({ code: 'file-json' });
    expect(await failure('[1,2]', 'my.json')).toMatchObject({ code: 'file-empty' });
    expect(await failure('[{"text":}]', 'my.json')).toMatchObject({ code: 'file-json' });
  });
});

describe('encodings', () => {
  const csv = 'text,label\nCafé 😀,ä\n';
  it.each([
    ['UTF-8', utf8(csv)],
    ['UTF-8 with a mark', utf8(`\uFEFF${csv}`)],
    ['UTF-16 LE', utf16(`\uFEFF${csv}`, true)],
    ['UTF-16 BE', utf16(`\uFEFF${csv}`, false)],
  ])('reads %s', async (_, bytes) => {
    const table = await open(bytes, 'my.csv');
    expect(table.columns).toEqual(['text', 'label']);
    expect(table.rows()).toEqual([{ text: 'Café 😀', label: 'ä' }]);
    expect(table.warnings).toEqual([]);
  });

  it('falls back to windows-1252 and says so', async () => {
    const bytes = Uint8Array.from([...utf8('text,label\nCaf'), 0xe9, 0x93, 0x80, 0x9f, ...utf8(',a\n')]);
    const table = await open(bytes, 'my.csv');
    expect(table.rows()[0]?.['text']).toBe('Café“€Ÿ');
    expect(table.warnings[0]).toContain('windows-1252');
  });

  it('refuses binary files with a remedy', async () => {
    expect(await failure(Uint8Array.of(65, 0, 66, 0), 'my.csv')).toMatchObject({ code: 'file-not-text' });
    expect(await failure(Uint8Array.of(0x50, 0x4b, 3, 4, 0), 'my.xlsx')).toMatchObject({
      code: 'file-format',
      remedy: containing('CSV'),
    });
    expect(await failure('<html>', 'my.parquet')).toMatchObject({ code: 'file-format' });
  });
});

describe('limits', () => {
  it('refuses empty, heavy and long files', async () => {
    expect(await failure('', 'my.csv')).toMatchObject({ code: 'file-empty' });
    expect(await failure('\n\n', 'my.csv')).toMatchObject({ code: 'file-empty' });
    expect(await failure(new Uint8Array(MAX_FILE_BYTES + 1), 'my.csv')).toMatchObject({
      code: 'file-too-big',
    });
    expect(await failure(`text\n${'x\n'.repeat(MAX_ROWS + 1)}`, 'my.csv')).toMatchObject({
      code: 'file-too-many-rows',
    });
    expect((await open(`text\n${'x\n'.repeat(MAX_ROWS)}`, 'my.csv')).rowCount).toBe(MAX_ROWS);
  });

  it('stops on request', async () => {
    await expect(openTable(utf8('a\nb\n'), 'my.csv', AbortSignal.abort('enough'))).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
