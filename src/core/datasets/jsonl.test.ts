import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatExamples, formatPack, parseExamples, parsePack } from './jsonl.ts';
import { caught, matching } from '../../../test/support/caught.ts';

const options = { prefix: 'row', source: 'my.jsonl' };
const notBlank = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.trim() !== '');

describe('parseExamples', () => {
  it('reads ids, labels that are numbers, BOM, CRLF, blank lines and unknown fields', () => {
    const text =
      '\uFEFF{"id":"a","text":"x","label":1,"extra":[]}\r\n\r\n{"text":"y","label":"no"}\r\n{"id":7,"text":"z","label":"no"}';
    expect(parseExamples(text, options)).toEqual([
      { id: 'a', text: 'x', label: '1' },
      { id: 'row-2', text: 'y', label: 'no' },
      { id: '7', text: 'z', label: 'no' },
    ]);
  });

  it('names faulty lines by number, five at most', () => {
    const lines = [
      '{"text":"ok","label":"a"}',
      'oops',
      '',
      '[1]',
      '{"label":"a"}',
      '{"text":"x"}',
      '{"text":"x","label":{}}',
      '{"text":" ","label":"a"}',
    ];
    const error = caught(() => parseExamples(lines.join('\n'), options));
    expect(error).toMatchObject({ code: 'bad-jsonl', details: { count: 6 } });
    expect(error.message).toMatch(
      /my\.jsonl has 6 lines .*line 2: .*line 4: .*line 5: .*line 6: .*line 7: .*and 1 more/u,
    );
  });

  it('names both lines of a repeated id, also a derived one', () => {
    const row = (id: string) => `{"id":"${id}","text":"x","label":"a"}`;
    expect(caught(() => parseExamples([row('p'), row('q'), '', row('p')].join('\n'), options))).toMatchObject(
      {
        code: 'duplicate-id',
        message: matching(/line 1 and on line 4/u),
      },
    );
    expect(
      caught(() => parseExamples([row('row-2'), '{"text":"x","label":"a"}'].join('\n'), options)).code,
    ).toBe('duplicate-id');
  });

  it('gives no rows for an empty text', () => {
    expect(parseExamples('\n \n', options)).toEqual([]);
  });

  it('reads back what formatExamples wrote', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ id: notBlank, text: notBlank, label: notBlank }), {
          selector: (row) => row.id,
        }),
        (rows) => {
          expect(parseExamples(formatExamples(rows), options)).toEqual(rows);
        },
      ),
    );
  });
});

describe('parsePack', () => {
  it('reads back what formatPack wrote', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ seed: notBlank, k: fc.nat(), text: notBlank, label: notBlank })),
        (pack) => {
          expect(parsePack(formatPack(pack))).toEqual(pack);
        },
      ),
    );
  });

  it('names the field at fault', () => {
    const error = caught(() =>
      parsePack('{"seed":"a","k":-1,"text":"x","label":"b"}\n{"k":0,"text":"x","label":"b"}'),
    );
    expect(error.message).toMatch(/line 1: "k".*line 2: "seed"/u);
  });
});
