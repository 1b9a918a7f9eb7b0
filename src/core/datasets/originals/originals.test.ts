import { describe, expect, it } from 'vitest';
import { containing, matching, rejected } from '../../../../test/support/caught.ts';
import { readExamples, readOriginal } from './read.ts';
import { originalFormats } from './registry.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Every character below U+0100 as one byte. */
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const pairs = async (task: string, bytes: Uint8Array, name = 'file'): Promise<[string, string][]> =>
  (await readOriginal(task, bytes, name, 'seed')).map(({ text, label }) => [text, label]);
const failure = (task: string, text: string, name = 'file') =>
  rejected(readOriginal(task, utf8(text), name, 'seed'));

describe('SST-2', () => {
  it('reads the GLUE table: mark, CRLF, empty lines, and quote marks that belong to the text', async () => {
    const text = '\uFEFFsentence\tlabel\r\n"a fine boat \t1\r\n\r\nit sank " slowly " . \t0\r\n';
    expect(await readOriginal('sst2', utf8(text), 'train.tsv', 'seed')).toEqual([
      { id: 'seed-1', text: '"a fine boat', label: 'positive' },
      { id: 'seed-2', text: 'it sank " slowly " .', label: 'negative' },
    ]);
  });

  it('names up to five faulty lines of it', async () => {
    const bad = ['no label', 'x\t2', '\t1', 'a\tb\t0', 'hidden\t-1', 'y\t7', 'z\t8'];
    const fault = await failure('sst2', ['sentence\tlabel', 'good\t1', ...bad].join('\n'), 'dev.tsv');
    expect(fault).toMatchObject({ code: 'original-rows', message: containing('dev.tsv has 7 lines') });
    expect(fault.message).toMatch(
      /line 3: 1 fields instead of 2; line 4: .*not 0 \(negative\).*; line 5: no sentence; line 6: 3 fields.*; line 7: the label is hidden \(-1\); and 2 more/u,
    );
  });

  it('knows that the GLUE test table has no labels', async () => {
    expect(await failure('sst2', 'index\tsentence\n0\tfine .', 'test.tsv')).toMatchObject({
      code: 'not-original',
    });
  });

  it('reads lines that begin with the class', async () => {
    expect(await pairs('sst2', utf8('1 a stirring boat .\n0 ( dull ) .\n'))).toEqual([
      ['a stirring boat .', 'positive'],
      ['( dull ) .', 'negative'],
    ]);
    expect(await failure('sst2', '1 fine\n2 odd\nnone')).toMatchObject({ message: containing('line 2') });
  });

  it('reads JSONL with numbers or names', async () => {
    const text = '{"sentence":"fine .","label":1,"idx":0}\n{"sentence":"dull .","label":"negative"}';
    expect(await pairs('sst2', utf8(text))).toEqual([
      ['fine .', 'positive'],
      ['dull .', 'negative'],
    ]);
    expect(await failure('sst2', '{"sentence":"fine .","label":-1}')).toMatchObject({
      code: 'bad-jsonl',
      message: containing('hidden (-1)'),
    });
  });

  it('reads the trees of the Treebank and leaves the neutral ones out', async () => {
    const trees = [
      '(4 (2 A) (3 (3 lovely) (2 -LRB-old-RRB-)))',
      '(2 (2 The) (2 boat))',
      '(1 (2 It) (1 (0 sank) (2 .)))',
      String.raw`(3 (2 A) (3 (2 sea\/river) (3 (2 \*\*) (2 tale))))`,
    ];
    expect(await pairs('sst2', utf8(trees.join('\n')))).toEqual([
      ['A lovely (old)', 'positive'],
      ['It sank .', 'negative'],
      ['A sea/river ** tale', 'positive'],
    ]);
    expect(await failure('sst2', `${trees[0] ?? ''}\n(7 (2 odd))`)).toMatchObject({
      message: containing('line 2'),
    });
    expect(await failure('sst2', '(2 (2 The) (2 boat))')).toMatchObject({
      message: containing('no labelled'),
    });
  });
});

describe('TREC', () => {
  const file =
    'NUM:date When did the caf\u00e9 open ?\r\n\nDESC:def What is a sister\u00f0city ?\nHUM:ind Who rows ?';

  it.each([
    ['trec', ['NUM', 'DESC', 'HUM']],
    ['trec-fine', ['NUM:date', 'DESC:def', 'HUM:ind']],
  ])('reads the bytes of the authors as %s', async (task, labels) => {
    const rows = await readOriginal(task, latin1(file), 'train_5500.label', 'seed');
    expect(rows.map(({ label }) => label)).toEqual(labels);
    expect(rows.map(({ text }) => text)).toEqual([
      'When did the caf\u00e9 open ?',
      'What is a sister city ?',
      'Who rows ?',
    ]);
  });

  it('keeps the letter in a file that is UTF-8', async () => {
    expect(await pairs('trec', utf8('HUM:ind Who is Gu\u00f0r\u00fan ?'))).toEqual([
      ['Who is Gu\u00f0r\u00fan ?', 'HUM'],
    ]);
  });

  it('names lines with no class, an unknown one, or no question', async () => {
    const fault = await failure('trec-fine', 'HUM:ind Who ?\nWho ?\nCAT:x Who ?\nHUM:ind', 'TREC_10.label');
    expect(fault).toMatchObject({
      code: 'original-rows',
      message: matching(/3 lines .* line 2: .*; line 3: .*; line 4: /u),
    });
  });
});

describe('SNIPS', () => {
  const query = (...pieces: object[]) => ({ data: pieces });
  const weather = {
    GetWeather: [
      query({ text: 'will it hail in ' }, { text: 'San\u00ed', entity: 'city' }, { text: ' at noon\n' }),
      query({ text: ' is there  frost' }),
    ],
  };

  it.each([
    ['UTF-8', utf8],
    ['ISO-8859-1', latin1],
  ])('joins the pieces of the benchmark, in %s', async (_, encode) => {
    const bytes = encode(JSON.stringify(weather, null, 2));
    expect(await pairs('snips', bytes, 'train_GetWeather_full.json')).toEqual([
      ['will it hail in San\u00ed at noon', 'GetWeather'],
      ['is there frost', 'GetWeather'],
    ]);
  });

  it('names queries without data or text, and a file that is cut off', async () => {
    const broken = { GetWeather: [query({ text: 'fine' }), {}, query({ text: 5 }), query({ text: ' ' }), 7] };
    expect(await failure('snips', JSON.stringify(broken))).toMatchObject({
      code: 'original-rows',
      message: matching(/4 items .*item 2: no list "data".*item 3: no list.*item 4: no text; item 5/u),
    });
    const whole = JSON.stringify(weather);
    expect(await failure('snips', whole.slice(0, whole.length - 4))).toMatchObject({ code: 'file-json' });
  });

  it('reads tables and JSONL of text and intent, and pasted lines', async () => {
    const expected = [
      ['play "Nine" , loud', 'PlayMusic'],
      ['rate it five', 'RateBook'],
    ];
    const csv = 'text,intent\r\n"play ""Nine"" , loud",PlayMusic\r\n\r\nrate it five,RateBook\r\n';
    const jsonl =
      '{"utterance":"play \\"Nine\\" , loud","category":"PlayMusic"}\n{"query":"rate it five","intent":"RateBook"}';
    const lines = 'PlayMusic\tplay "Nine" , loud\nRateBook\trate it five';
    for (const text of [csv, jsonl, lines]) expect(await pairs('snips', utf8(text))).toEqual(expected);
  });

  it('names rows with an unknown intent or a wrong number of fields', async () => {
    expect(await failure('snips', 'text,intent\nfine,PlayMusic\nfly,FlyKite\nplay\n')).toMatchObject({
      code: 'original-rows',
      message: matching(/2 rows .*row 3: "FlyKite" is not one of AddToPlaylist, .*; row 4: 1 fields/u),
    });
    expect(await failure('snips', 'PlayMusic\tplay\nFlyKite\tfly\nRateBook')).toMatchObject({
      message: matching(/line 2: "FlyKite".*line 3: not an intent/u),
    });
  });
});

describe('GSM8K', () => {
  it('reads questions and rationales', async () => {
    const text =
      '\uFEFF{"question":"Two and two?","answer":"2+2 = <<2+2=4>>4\\n#### 4"}\r\n\r\n{"question":"Debt?","answer":"#### -1,200"}\r\n';
    expect(await pairs('gsm8k', utf8(text))).toEqual([
      ['Two and two?', '2+2 = 4\n#### 4'],
      ['Debt?', '#### -1,200'],
    ]);
  });

  it('names lines without question, answer or result', async () => {
    const rows = [
      { question: 'Two?', answer: '#### 2' },
      { question: '', answer: '#### 2' },
      { question: 'Two?' },
      { question: 'Two?', answer: 'It is 2.' },
      { question: 'Two?', answer: 'It is\n####' },
    ];
    const text = `${rows.map((row) => JSON.stringify(row)).join('\n')}\n{"question": "cut`;
    expect(await failure('gsm8k', text, 'train.jsonl')).toMatchObject({
      code: 'bad-jsonl',
      message: matching(
        /5 lines .*line 2: no text in "question"; line 3: no text in "answer"; line 4: .*####.*; line 5: .*####.*; line 6: not a JSON object/u,
      ),
    });
  });
});

describe('CaseHOLD', () => {
  const prompt = 'The lease, "such as it was", ended. See Orr v. Vale (<HOLDING>).';
  const holdings = [
    'that notice is due',
    'that it may be waived',
    'that it is a fact',
    'that it is late',
    'that it is shown',
  ];
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const scores = ['0.1', '0.2', '0.3', '0.4', '0.5'];
  const csvRow = (index: number, label: string, offered = holdings) =>
    [String(index), quoted(prompt), ...offered.map(quoted), ...scores, label].join(',');
  const named = `,citing_prompt,${[0, 1, 2, 3, 4].map((n) => `holding_${n}`).join()},${[0, 1, 2, 3, 4].map((n) => `score_${n}`).join()},label`;
  const numbered = `,${Array.from({ length: 12 }, (_, n) => n).join()}`;

  it.each([
    ['the authors’ CSV', [named, csvRow(0, '2'), '', csvRow(1, '4.0')].join('\r\n')],
    ['LexGLUE’s CSV with numbered columns', [numbered, csvRow(0, '2'), csvRow(1, '4')].join('\n')],
    [
      'JSONL with endings',
      [2, '4'].map((label) => JSON.stringify({ context: prompt, endings: holdings, label })).join('\n'),
    ],
    [
      'JSONL with holdings',
      [2, 4].map((label) => JSON.stringify({ context: prompt, holdings, label })).join('\n'),
    ],
  ])('reads %s', async (_, text) => {
    const rows = await readOriginal('casehold', utf8(text), 'casehold.csv', 'seed');
    expect(rows.map(({ id }) => id)).toEqual(['seed-1', 'seed-2']);
    for (const [index, right] of [2, 4].entries()) {
      const { text: rendered = '', label = '' } = rows[index] ?? {};
      expect(rendered).toContain(prompt);
      expect(rendered.split('\n').find((line) => line.includes(holdings[right] ?? '?'))).toMatch(
        new RegExp(`^\\W*${label}\\b`, 'u'),
      );
    }
  });

  it('names rows with a wrong label, an empty holding or too few fields', async () => {
    const rows = [
      csvRow(0, '2'),
      csvRow(1, '5'),
      csvRow(2, ''),
      csvRow(3, '1', ['', 'b', 'c', 'd', 'e']),
      '4,short',
    ];
    expect(await failure('casehold', [named, ...rows].join('\n'))).toMatchObject({
      code: 'original-rows',
      message: matching(
        /4 rows .*row 3: the label is "5".*row 4: the label is "".*row 5: a holding has no text; row 6: 2 fields/u,
      ),
    });
    const four = JSON.stringify({ context: prompt, endings: holdings.slice(1), label: 0 });
    expect(await failure('casehold', `${four}\n{"context":"x","endings":"y","label":0}`)).toMatchObject({
      message: matching(/line 1: 4 holdings instead of 5; line 2: no list in "endings"/u),
    });
  });
});

describe('which form a file has', () => {
  const samples: Readonly<Record<string, string>> = {
    'sst2-glue': 'sentence\tlabel\nfine\t1',
    'sst2-lines': '1 fine',
    'sst2-jsonl': '{"sentence":"fine","label":1}',
    'sst2-trees': '(3 (2 so) (3 fine))',
    'trec-label': 'HUM:ind Who ?',
    'trec-fine-label': 'HUM:ind Who ?',
    'snips-2017': '{"RateBook":[{"data":[{"text":"five"}]}]}',
    'snips-table': '"text";"intent"\n"five";"RateBook"',
    'snips-jsonl': '{"text":"five","intent":"RateBook"}',
    'snips-lines': 'RateBook\tfive',
    'gsm8k-jsonl': '{"question":"?","answer":"#### 1"}',
    'casehold-csv': ',0,1,2,3,4,5,6,7,8,9,10,11\n',
    'casehold-jsonl': '{"context":"","endings":[],"label":0}',
  };

  it('is exactly one of those of its task, and the project’s own rows are none of them', async () => {
    const seen: string[] = [];
    for (const task of originalFormats.ids) {
      const formats = await originalFormats.load(task);
      const accepted = (text: string) =>
        formats.filter((one) => one.accepts('data.txt', utf8(text))).map(({ id }) => id);
      for (const { id, task: of } of formats) {
        expect(of).toBe(task);
        expect(accepted(samples[id] ?? '')).toEqual([id]);
        expect(accepted(`\uFEFF\r\n${samples[id] ?? ''}\r\n`)).toEqual([id]);
        seen.push(id);
      }
      expect(accepted('{"id":"x","text":"five","label":"RateBook"}')).toEqual([]);
    }
    expect(seen.sort()).toEqual(Object.keys(samples).sort());
  });

  it('names the forms it knows for a file that is none', async () => {
    const fault = await failure('trec', 'When did it open?\n', 'questions.txt');
    expect(fault).toMatchObject({ code: 'not-original', message: containing('train_5500.label') });
    expect(await failure('snips', '')).toMatchObject({ code: 'not-original' });
    expect(await failure('custom', '{}')).toMatchObject({ message: containing('there are none for it') });
  });

  it('is the project’s own where rows have a text and a label', async () => {
    const text =
      '{"text":"Two and two?","label":"2+2=4\\n#### 4"}\n{"id":"x","text":"Four?","label":"#### 4"}';
    for (const task of ['gsm8k', 'custom', null]) {
      expect(await readExamples(task, utf8(text), 'own.jsonl', 'test')).toEqual([
        { id: 'test-1', text: 'Two and two?', label: '2+2=4\n#### 4' },
        { id: 'x', text: 'Four?', label: '#### 4' },
      ]);
    }
    expect(await readExamples('trec', latin1('HUM:ind Who ?'), 'x', 'test')).toHaveLength(1);
    expect(await rejected(readExamples('trec', utf8('Who ?'), 'x', 'test'))).toMatchObject({
      code: 'not-original',
    });
    expect(await rejected(readExamples(null, utf8('Who ?'), 'x', 'test'))).toMatchObject({
      code: 'bad-jsonl',
    });
    expect(await rejected(readExamples('trec', utf8('{"text":"Who ?"}'), 'x', 'test'))).toMatchObject({
      code: 'bad-jsonl',
      message: containing('"label"'),
    });
  });

  it('is refused for bytes that are no text', async () => {
    const bytes = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]);
    expect(await rejected(readOriginal('sst2', bytes, 'x.png', 'seed'))).toMatchObject({
      code: 'not-original',
    });
    expect(await rejected(readExamples(null, bytes, 'x.png', 'seed'))).toMatchObject({
      code: 'file-not-text',
    });
  });
});
