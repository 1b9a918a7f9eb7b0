/** What a person says of a file, and what comes of it. Pure but for the data set's hash. */
import { makeDataset } from '../../core/datasets/dataset.ts';
import type { RowFault } from '../../core/datasets/faults.ts';
import type { SplitChoice, Table } from '../../core/datasets/files/index.ts';
import {
  guessColumns,
  guessSplitValues,
  splitTable,
  tableToDataset,
} from '../../core/datasets/files/index.ts';
import type { Dataset } from '../../core/datasets/port.ts';
import type { PlainError } from '../../core/errors.ts';
import { LabError, toPlainError } from '../../core/errors.ts';
import type { PackReply } from '../../core/example.ts';
import { FILE } from '../copy/file.ts';
import { FAULT } from '../copy/setup.ts';

export type SplitKind = SplitChoice['kind'];

/** The answers of the form, as they stand in its fields. */
export interface FileAnswers {
  readonly text: string;
  readonly label: string;
  readonly split: SplitKind;
  /** Per cent, as typed. */
  readonly share: string;
  readonly splitColumn: string;
  readonly seedsValue: string;
  readonly testValue: string;
  readonly skipFaulty: boolean;
  /** The labels are answers of any kind, not classes. */
  readonly free: boolean;
}

/** The seed of the random choice of what is held out: fixed, so that the same file gives the same set. */
export const SPLIT_SEED = 1;

/** A first guess at everything, for the person to overrule. */
export function guessAnswers(table: Table): FileAnswers {
  const guess = guessColumns(table);
  const values = guess.split === null ? null : guessSplitValues(valuesIn(table, guess.split));
  return {
    text: guess.text ?? table.columns[0] ?? '',
    label: guess.label ?? table.columns.find((column) => column !== guess.text) ?? '',
    split: guess.split === null ? 'share' : 'column',
    share: '50',
    splitColumn: guess.split ?? '',
    seedsValue: values?.seeds ?? '',
    testValue: values?.test ?? '',
    skipFaulty: false,
    free: false,
  };
}

/** Another split column: its values are guessed anew. */
export function withSplitColumn(answers: FileAnswers, table: Table, splitColumn: string): FileAnswers {
  const found = valuesIn(table, splitColumn);
  const guess = guessSplitValues(found);
  const [first = '', second = ''] = [...new Set(found)];
  return { ...answers, splitColumn, seedsValue: guess?.seeds ?? first, testValue: guess?.test ?? second };
}

/** The different values of a column, the most that fit a list. */
export function valuesIn(table: Table, column: string): string[] {
  const found = new Set<string>();
  for (const row of table.rows()) {
    found.add(String(row[column] ?? '').trim());
    if (found.size === 100) break;
  }
  return [...found];
}

/** The most different values of a column that can say what is a seed and what is for the test. */
const MAX_SPLIT_VALUES = 20;

/** Columns that can say which rows are the test set. */
export function splitColumns(table: Table, chosen: string): string[] {
  return table.columns.filter((column) => {
    if (column === chosen) return true;
    const { length } = valuesIn(table, column);
    return length >= 2 && length <= MAX_SPLIT_VALUES;
  });
}

/** Whether there is something to say about the answers yet. */
export function isComplete(answers: FileAnswers): boolean {
  return answers.split !== 'column' || answers.splitColumn !== '';
}

/** A share of rows as typed, between 0 and 1. Throws LabError `bad-share`. */
export function shareOf(text: string): number {
  const share = Number(text) / 100;
  if (share > 0 && share < 1) return share;
  throw new LabError('bad-share', FAULT.number, 'Give a share between 1 and 99 per cent.');
}

/** The split the answers mean. Throws LabError where one is missing. */
export function splitChoice(answers: FileAnswers, second: Table | null): SplitChoice {
  const columns = { text: answers.text, label: answers.label };
  switch (answers.split) {
    case 'share':
      return { kind: 'share', testShare: shareOf(answers.share), seed: SPLIT_SEED };
    case 'column':
      if (!isComplete(answers)) {
        throw new LabError('no-split-column', FILE.noColumnYet, FILE.noColumnYetRemedy);
      }
      return {
        kind: 'column',
        column: answers.splitColumn,
        seeds: answers.seedsValue,
        test: answers.testValue,
      };
    case 'file': {
      if (!second) throw new LabError('no-test-file', FILE.noTestFile, FILE.noTestFileRemedy);
      // The same columns where the second file has them; else those that look like them.
      const same = [columns.text, columns.label].every((column) => second.columns.includes(column));
      const guess = guessColumns(second);
      return {
        kind: 'file',
        table: second,
        columns: same ? columns : { text: guess.text ?? '', label: guess.label ?? '' },
      };
    }
  }
}

export interface Outcome {
  readonly seeds: number;
  readonly test: number;
  /** Empty where answers are free. */
  readonly labels: readonly string[];
  readonly faults: readonly (RowFault & { readonly file: string })[];
  readonly warnings: readonly string[];
  readonly error: PlainError | null;
}

/** What the answers would give: counts and faults, or why they give nothing. */
export function outcomeOf(table: Table, answers: FileAnswers, second: Table | null): Outcome {
  try {
    const columns = { text: answers.text, label: answers.label };
    const choice = splitChoice(answers, second);
    // Faults are listed whatever is to become of them.
    const split = splitTable(table, columns, choice, { skipFaulty: true, freeForm: answers.free });
    const found = new Set([...split.seeds, ...split.test].map(({ label }) => label));
    const labels = answers.free ? [] : [...found].sort();
    return {
      seeds: split.seeds.length,
      test: split.test.length,
      labels,
      faults: split.faults,
      warnings: split.warnings,
      error: null,
    };
  } catch (error) {
    return {
      seeds: 0,
      test: 0,
      labels: [],
      faults: table.faults.map((fault) => ({ ...fault, file: table.name })),
      warnings: table.warnings,
      error: toPlainError(error),
    };
  }
}

/** The data set, with the recorded replies if there are any. Throws what the data set's checks throw. */
export async function datasetOf(
  table: Table,
  answers: FileAnswers,
  second: Table | null,
  pack: readonly PackReply[] | null,
): Promise<Dataset> {
  const columns = { text: answers.text, label: answers.label };
  const { dataset } = await tableToDataset(table, columns, splitChoice(answers, second), {
    skipFaulty: answers.skipFaulty,
    freeForm: answers.free,
  });
  // No task of the lab is about answers that only this file has.
  const named = answers.free ? { ...dataset, task: 'custom' } : dataset;
  return pack ? makeDataset({ ...named, pack }) : named;
}
