/** Which columns hold the text, the label and the split: a first guess the person can overrule. */
import { MAX_LABEL_CHARACTERS, MAX_LABELS } from './limits.ts';
import type { Table } from './port.ts';

export interface ColumnGuess {
  readonly text: string | null;
  readonly label: string | null;
  /** A column that says train, test and the like; null where there is none. */
  readonly split: string | null;
}

/** Names in use for these columns in public data sets, likeliest first. */
const TEXT_NAMES = [
  'text',
  'sentence',
  'question',
  'review',
  'utterance',
  'query',
  'content',
  'comment',
  'message',
  'tweet',
  'document',
  'body',
  'input',
  'description',
  'title',
];
const LABEL_NAMES = [
  'label_text',
  'label_name',
  'label',
  'labels',
  'class',
  'category',
  'coarse_label',
  'label_coarse',
  'sentiment',
  'intent',
  'topic',
  'target',
  'tag',
  'type',
  'rating',
  'stars',
  'y',
];
const SPLIT_NAMES = ['split', 'set', 'partition', 'subset', 'fold'];
const TRAIN_WORDS = ['train', 'training', 'seed', 'seeds'];
/** A set called test is meant for measuring; validation only where there is no test. */
const TEST_WORDS = ['test', 'testing', 'heldout', 'held-out', 'validation', 'valid', 'val', 'dev', 'eval'];

/** Rows looked at. */
const LOOK = 1000;

/** Guesses from column names first, then from what stands in the columns. */
export function guessColumns(table: Table): ColumnGuess {
  const rows = table.rows().slice(0, LOOK);
  const stats = table.columns.map((name) => {
    const values = rows
      .map((row) => row[name])
      .filter((cell) => cell !== null && cell !== undefined && cell !== '')
      .map(String);
    const length = values.reduce((sum, value) => sum + value.length, 0) / Math.max(values.length, 1);
    return {
      name,
      values,
      length,
      distinct: new Set(values).size,
      longest: Math.max(0, ...values.map((value) => value.length)),
    };
  });
  const split = stats.find(
    ({ name, values }) => rank(SPLIT_NAMES, name) < SPLIT_NAMES.length && guessSplitValues(values) !== null,
  );
  const labelLike = stats.filter(
    (one) =>
      one.name !== split?.name &&
      one.distinct >= 2 &&
      one.distinct <= Math.min(MAX_LABELS, Math.max(2, one.values.length / 2)) &&
      one.longest <= MAX_LABEL_CHARACTERS,
  );
  const label = best(labelLike, (one) => [rank(LABEL_NAMES, one.name), one.distinct]);
  const text = best(
    stats.filter((one) => one.name !== label?.name && one.name !== split?.name && one.values.length > 0),
    (one) => [rank(TEXT_NAMES, one.name), -one.length],
  );
  return { text: text?.name ?? null, label: label?.name ?? null, split: split?.name ?? null };
}

/**
 * Which values of a split column mean seeds and which mean test; null where they do not tell.
 * @param values the column's cells as text
 */
export function guessSplitValues(values: readonly string[]): { seeds: string; test: string } | null {
  const distinct = [...new Set(values)];
  const find = (words: readonly string[]): string | undefined =>
    words.flatMap((word) => distinct.filter((value) => value.trim().toLowerCase() === word))[0];
  const seeds = find(TRAIN_WORDS);
  const test = find(TEST_WORDS);
  return seeds !== undefined && test !== undefined ? { seeds, test } : null;
}

function rank(names: readonly string[], name: string): number {
  const at = names.indexOf(
    name
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/gu, '_'),
  );
  return at < 0 ? names.length : at;
}

/** The item with the smallest key, compared number by number; the first of equals. */
function best<T>(items: readonly T[], key: (item: T) => readonly [number, number]): T | undefined {
  return [...items].sort((a, b) => {
    const [a0, a1] = key(a);
    const [b0, b1] = key(b);
    return a0 - b0 || a1 - b1;
  })[0];
}
