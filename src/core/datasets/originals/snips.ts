/** SNIPS as it is shipped: the benchmark's JSON of June 2017, and the tables and lines others made of it. */
import { LabError } from '../../errors.ts';
import { taskFacts } from '../../tasks/catalogue.ts';
import { excerpt } from '../faults.ts';
import { decodeText } from '../files/decode.ts';
import type { RowResult } from '../task-rows.ts';
import { beginning, examplesOf, firstLine, firstObject, jsonlExamples, linesOf } from './lines.ts';
import { readCsv } from './csv.ts';
import type { OriginalFormat } from './port.ts';

const INTENTS = taskFacts('snips')?.labels ?? [];

function request(text: string, intent: string): RowResult {
  const words = text.replace(/\s+/gu, ' ').trim();
  if (words === '') return 'no text';
  if (!INTENTS.includes(intent)) return `"${excerpt(intent)}" is not one of ${INTENTS.join(', ')}`;
  return { text: words, label: intent };
}

const benchmark: OriginalFormat = {
  id: 'snips-2017',
  task: 'snips',
  title: 'the benchmark of June 2017 (train_GetWeather_full.json, validate_GetWeather.json)',
  accepts: (_name, firstBytes) =>
    INTENTS.some((intent) =>
      new RegExp(`^\\s*\\{\\s*"${intent}"\\s*:\\s*\\[`, 'u').test(beginning(firstBytes)),
    ),
  async read(bytes, name, prefix) {
    // Some of these files are in ISO-8859-1, which decodeText tells from UTF-8.
    const value = parseJson(decodeText(bytes, name).text, name);
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    const queries = entries.flatMap(([intent, list]) =>
      (Array.isArray(list) ? (list as unknown[]) : [null]).map((query) => ({ intent, query })),
    );
    const rows = queries.map((value, index) => ({ row: index + 1, value }));
    return examplesOf(rows, { name, prefix, unit: 'item' }, ({ intent, query }) => {
      const text = joined(query);
      return text === null ? 'no list "data" of texts' : request(text, intent);
    });
  },
};

/** A query is a list of pieces; those that fill a slot say which, the text is all of them. */
function joined(query: unknown): string | null {
  const data: unknown = typeof query === 'object' && query !== null && 'data' in query ? query.data : null;
  if (!Array.isArray(data)) return null;
  const pieces = data.map((piece: unknown) =>
    typeof piece === 'object' && piece !== null && 'text' in piece ? piece.text : null,
  );
  return pieces.every((piece) => typeof piece === 'string') ? pieces.join('') : null;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LabError(
      'file-json',
      `${name} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
      'Download it again: it may be cut off.',
    );
  }
}

const TEXT_FIELDS = ['text', 'utterance', 'query'];
const INTENT_FIELDS = ['intent', 'category'];

function fieldOf(names: readonly string[], wanted: readonly string[]): string | undefined {
  return wanted.find((name) => names.includes(name));
}

const table: OriginalFormat = {
  id: 'snips-table',
  task: 'snips',
  title: 'CSV or TSV with the columns text and intent (or utterance, query; category)',
  accepts(_name, firstBytes) {
    const names = firstLine(firstBytes)
      .split(/[,;\t]/u)
      .map((name) => name.trim().replace(/^"(.*)"$/u, '$1'));
    return names.length > 1 && [TEXT_FIELDS, INTENT_FIELDS].every((wanted) => fieldOf(names, wanted));
  },
  async read(bytes, name, prefix) {
    const { columns, rows, faults } = await readCsv(bytes, name);
    const text = fieldOf(columns, TEXT_FIELDS) ?? '';
    const intent = fieldOf(columns, INTENT_FIELDS) ?? '';
    const read = (cells: Readonly<Record<string, string>>): RowResult =>
      request(cells[text] ?? '', (cells[intent] ?? '').trim());
    return examplesOf(rows, { name, prefix, unit: 'row' }, read, faults);
  },
};

const jsonl: OriginalFormat = {
  id: 'snips-jsonl',
  task: 'snips',
  title: 'JSONL with the fields text and intent (or utterance, query; category)',
  accepts(_name, firstBytes) {
    const names = Object.keys(firstObject(firstBytes) ?? {});
    return [TEXT_FIELDS, INTENT_FIELDS].every((wanted) => fieldOf(names, wanted));
  },
  read: async (bytes, name, prefix) =>
    jsonlExamples(bytes, name, prefix, (row) => {
      const text = row[fieldOf(Object.keys(row), TEXT_FIELDS) ?? ''];
      const intent = row[fieldOf(Object.keys(row), INTENT_FIELDS) ?? ''];
      if (typeof text !== 'string' || typeof intent !== 'string') return 'no text or no intent';
      return request(text, intent.trim());
    }),
};

const LINE = /^([A-Za-z]+)\t(.*)$/u;

/** The two files `label` and `seq.in` that slot-filling code uses, side by side: `paste label seq.in`. */
const lines: OriginalFormat = {
  id: 'snips-lines',
  task: 'snips',
  title: 'lines of an intent, a tab and the text (the files label and seq.in, pasted side by side)',
  accepts: (_name, firstBytes) => INTENTS.includes(LINE.exec(firstLine(firstBytes))?.[1] ?? ''),
  async read(bytes, name, prefix) {
    return examplesOf(linesOf(decodeText(bytes, name).text), { name, prefix, unit: 'line' }, (line) => {
      const [, intent, text] = LINE.exec(line) ?? [];
      return intent === undefined ? 'not an intent, a tab and a text' : request(text ?? '', intent);
    });
  },
};

export const snipsFormats: readonly OriginalFormat[] = [benchmark, table, jsonl, lines];
