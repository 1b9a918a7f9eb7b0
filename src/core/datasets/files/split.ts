/** A person's table as a data set: which rows are seeds, which are held out. */
import { LabError } from '../../errors.ts';
import type { Example } from '../../example.ts';
import { makeDataset } from '../dataset.ts';
import type { RowFault } from '../faults.ts';
import { leftOutNote, withoutTestTexts } from '../overlap.ts';
import type { Dataset } from '../port.ts';
import { splitTest } from '../sample.ts';
import { checkColumn, tableToExamples, wordOf, type TextColumns } from './examples.ts';
import { guessSplitValues } from './guess.ts';
import type { Table } from './port.ts';

export type SplitChoice =
  /** A share of the rows, stratified by class; `seed` of the random choice. */
  | { readonly kind: 'share'; readonly testShare: number; readonly seed: number }
  /** A column says it. The values are guessed (train, test) where left out. */
  | { readonly kind: 'column'; readonly column: string; readonly seeds?: string; readonly test?: string }
  /** Another file is the test set. */
  | { readonly kind: 'file'; readonly table: Table; readonly columns: TextColumns };

export interface SplitOptions {
  /** Whether faulty rows are left out (and reported) or refused. */
  readonly skipFaulty: boolean;
  /** Labels are answers, not classes: any length, any number, and no share for each. Default false. */
  readonly freeForm?: boolean;
}

export interface SplitTable {
  readonly seeds: Example[];
  readonly test: Example[];
  /** Rows left out, each with the file it is in. */
  readonly faults: (RowFault & { readonly file: string })[];
  readonly warnings: string[];
  /** How the test set came about, for people. */
  readonly how: string;
  /** Seeds left out because the test set has the same text. */
  readonly removed: number;
}

/**
 * Splits a table into seed pool and test set. Seeds whose text is also a test text are left out, with a warning.
 * Throws LabError `bad-split` and whatever `tableToExamples` throws.
 */
export function splitTable(
  table: Table,
  columns: TextColumns,
  choice: SplitChoice,
  options: SplitOptions,
): SplitTable {
  const own = tableToExamples(table, columns, options);
  const faults = own.faults.map((fault) => ({ ...fault, file: table.name }));
  const warnings = [...table.warnings];
  let parts: { seeds: Example[]; test: Example[] };
  let how: string;
  if (choice.kind === 'share') {
    parts = splitTest(own.examples, choice, options.freeForm);
    const fairly = options.freeForm ? '' : ', each class in proportion';
    how = `${parts.test.length} rows were held out at random${fairly} (seed ${choice.seed})`;
  } else if (choice.kind === 'file') {
    const other = tableToExamples(choice.table, choice.columns, { ...options, prefix: 'test-row' });
    faults.push(...other.faults.map((fault) => ({ ...fault, file: choice.table.name })));
    warnings.push(...choice.table.warnings);
    parts = { seeds: own.examples, test: other.examples };
    how = `the test set is the file ${choice.table.name}`;
  } else {
    const split = byColumn(table, own, choice);
    parts = split.parts;
    warnings.push(...split.warnings);
    how = `the column "${choice.column}" says which rows are the test set`;
  }
  const { seeds, removed } = withoutTestTexts(parts.seeds, parts.test);
  if (removed > 0) {
    warnings.push(
      `${removed} ${removed === 1 ? 'row was' : 'rows were'} left out of the seeds because the same text is in the test set.`,
    );
  }
  return { seeds, test: parts.test, faults, warnings, how, removed };
}

/**
 * The data set `file:<name>` of a table, with what was left out and why.
 * Throws what `splitTable` and `makeDataset` throw.
 */
export async function tableToDataset(
  table: Table,
  columns: TextColumns,
  choice: SplitChoice,
  options: SplitOptions,
): Promise<{ dataset: Dataset; faults: SplitTable['faults']; warnings: string[] }> {
  const { seeds, test, faults, warnings, how, removed } = splitTable(table, columns, choice, options);
  const dataset = await makeDataset({
    id: `file:${table.name}`,
    title: table.name,
    about:
      `Your own file: texts from "${columns.text}", labels from "${columns.label}". ` +
      `${seeds.length} rows are the seed pool; ${how}${leftOutNote(removed)}` +
      `${faults.length > 0 ? `; ${faults.length} faulty rows were left out` : ''}.`,
    ...(options.freeForm ? { labels: [] } : {}),
    seeds,
    test,
  });
  return { dataset, faults, warnings };
}

function byColumn(
  table: Table,
  { examples, rows }: ReturnType<typeof tableToExamples>,
  choice: Extract<SplitChoice, { kind: 'column' }>,
): { parts: { seeds: Example[]; test: Example[] }; warnings: string[] } {
  checkColumn(table, choice.column);
  const values = rows.map((row) => wordOf(row[choice.column]));
  const guess = guessSplitValues(values);
  const seedValue = choice.seeds ?? guess?.seeds;
  const testValue = choice.test ?? guess?.test;
  const seeds = examples.filter((_, index) => values[index] === seedValue);
  const test = examples.filter((_, index) => values[index] === testValue);
  if (
    seedValue === undefined ||
    testValue === undefined ||
    seedValue === testValue ||
    seeds.length === 0 ||
    test.length === 0
  ) {
    const found = [...new Set(values)].slice(0, 8).map((value) => `"${value}"`);
    throw new LabError(
      'bad-split',
      `The column "${choice.column}" of ${table.name} does not separate seeds from a test set (it holds ${found.join(', ')}).`,
      'Say which value means seeds and which means test, or hold out a share of the rows.',
    );
  }
  const other = examples.length - seeds.length - test.length;
  const warnings =
    other === 0
      ? []
      : [
          `${other} rows are neither "${seedValue}" nor "${testValue}" in "${choice.column}" and were not used.`,
        ];
  return { parts: { seeds, test }, warnings };
}
