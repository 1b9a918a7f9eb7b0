/** SST-2 as it is shipped: GLUE's table, lines "1 text", JSONL, and the parse trees of the Treebank itself. */
import { shown } from '../faults.ts';
import { decodeText } from '../files/decode.ts';
import type { RowResult } from '../task-rows.ts';
import { examplesOf, firstLine, firstObject, jsonlExamples, linesOf } from './lines.ts';
import type { OriginalFormat } from './port.ts';

const NAMES: Readonly<Record<string, string>> = {
  '0': 'negative',
  '1': 'positive',
  negative: 'negative',
  positive: 'positive',
};

function labelled(text: unknown, label: unknown): RowResult {
  if (typeof text !== 'string' || text.trim() === '') return 'no sentence';
  const key = String(label).trim().toLowerCase();
  if (key === '-1') return 'the label is hidden (-1)';
  const found = Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
  return found === undefined
    ? `the label is ${shown(label)}, not 0 (negative) or 1 (positive)`
    : { text: text.trim(), label: found };
}

const glue: OriginalFormat = {
  id: 'sst2-glue',
  task: 'sst2',
  title: 'GLUE table with the columns sentence and label (train.tsv, dev.tsv)',
  accepts: (_name, firstBytes) => /^sentence\tlabel$/iu.test(firstLine(firstBytes)),
  async read(bytes, name, prefix) {
    // Not by the CSV reader: quote marks in these files are part of the texts.
    const [, ...rows] = linesOf(decodeText(bytes, name).text);
    return examplesOf(rows, { name, prefix, unit: 'line' }, (line) => {
      const fields = line.split('\t');
      return fields.length === 2 ? labelled(fields[0], fields[1]) : `${fields.length} fields instead of 2`;
    });
  },
};

const NUMBERED = /^([01])[ \t]+(\S.*)$/u;

const numbered: OriginalFormat = {
  id: 'sst2-lines',
  task: 'sst2',
  title: 'lines that begin with 0 or 1 (stsa.binary.train)',
  accepts: (_name, firstBytes) => NUMBERED.test(firstLine(firstBytes)),
  async read(bytes, name, prefix) {
    return examplesOf(linesOf(decodeText(bytes, name).text), { name, prefix, unit: 'line' }, (line) => {
      const [, label, text] = NUMBERED.exec(line) ?? [];
      return label === undefined ? 'it does not begin with 0 or 1 and a space' : labelled(text, label);
    });
  },
};

const jsonl: OriginalFormat = {
  id: 'sst2-jsonl',
  task: 'sst2',
  title: 'JSONL with the fields sentence and label (train.jsonl)',
  accepts(_name, firstBytes) {
    const row = firstObject(firstBytes);
    return row !== null && 'sentence' in row && 'label' in row;
  },
  read: async (bytes, name, prefix) =>
    jsonlExamples(bytes, name, prefix, (row) => labelled(row['sentence'], row['label'])),
};

const ROOT = /^\(([0-4]) /u;
const LEAF = /\([0-4] ([^()\s]+)\)/gu;
/** How trees write brackets, which are their own marks, and the slash and star, which the Penn Treebank escapes. */
const ESCAPED: readonly (readonly [RegExp, string])[] = [
  [/-LRB-/gu, '('],
  [/-RRB-/gu, ')'],
  [/\\([/*])/gu, '$1'],
];

/**
 * One sentence a line as a tree of phrases, each with a class from 0 (very negative) to 4 (very positive). The
 * binary task (Socher et al. 2013, section 5) takes 0 and 1 for negative, 3 and 4 for positive, and leaves 2 out.
 */
const trees: OriginalFormat = {
  id: 'sst2-trees',
  task: 'sst2',
  title: 'parse trees of the Stanford Sentiment Treebank (train.txt); neutral sentences are left out',
  accepts: (_name, firstBytes) => ROOT.test(firstLine(firstBytes)),
  async read(bytes, name, prefix) {
    return examplesOf(linesOf(decodeText(bytes, name).text), { name, prefix, unit: 'line' }, (line) => {
      const grade = Number(ROOT.exec(line)?.[1] ?? Number.NaN);
      const words = [...line.matchAll(LEAF)].map((match) => match[1] ?? '');
      if (Number.isNaN(grade) || words.length === 0) return 'not a tree with classes 0 to 4';
      if (grade === 2) return null;
      const text = ESCAPED.reduce((now, [mark, plain]) => now.replace(mark, plain), words.join(' '));
      return { text, label: grade < 2 ? 'negative' : 'positive' };
    });
  },
};

export const sst2Formats: readonly OriginalFormat[] = [glue, numbered, jsonl, trees];
