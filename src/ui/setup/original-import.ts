/** A task's data in the files of its authors: told by their beginning, read, split, and made a data set. */
import { makeDataset } from '../../core/datasets/dataset.ts';
import { MAX_FILE_BYTES } from '../../core/datasets/files/limits.ts';
import { originalFormats } from '../../core/datasets/originals/registry.ts';
import { readOriginal } from '../../core/datasets/originals/read.ts';
import { leftOutNote, withoutTestTexts } from '../../core/datasets/overlap.ts';
import type { Dataset } from '../../core/datasets/port.ts';
import { splitTest } from '../../core/datasets/sample.ts';
import { LabError, toPlainError } from '../../core/errors.ts';
import type { Example } from '../../core/example.ts';
import { taskFacts } from '../../core/tasks/catalogue.ts';
import { FILE } from '../copy/file.ts';
import { taskWords } from '../copy/tasks.ts';
import type { Outcome } from './file-import.ts';
import { SPLIT_SEED, shareOf } from './file-import.ts';

/** A file as it was chosen. */
export interface ChosenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Rows of some files together. */
export interface OriginalRows {
  readonly task: string;
  readonly names: readonly string[];
  readonly rows: readonly Example[];
}

/** Where the test set comes from. */
export interface OriginalSplit {
  readonly kind: 'share' | 'file';
  /** Per cent, as typed. */
  readonly share: string;
}

/** The task whose authors' form a file has; null: none known here. Never throws but for a module that cannot be loaded. */
export async function taskOfFile({ name, bytes }: ChosenFile): Promise<string | null> {
  for (const task of originalFormats.ids) {
    const formats = await originalFormats.load(task);
    if (formats.some((format) => format.accepts(name, bytes.subarray(0, 65_536)))) return task;
  }
  return null;
}

/** The forms in which a task's files are read, as one line for people. */
export async function formsOf(task: string): Promise<string> {
  return (await originalFormats.load(task)).map(({ title }) => title).join('; ');
}

/** A file with its content. */
export async function readChosen(file: File): Promise<ChosenFile> {
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/**
 * Reads files of one task: some sets come as a file for each class.
 * @param prefix ids are `<prefix>-<n>`, with the file's number before it where there are several
 * Throws LabError `file-too-big`, and what `readOriginal` throws.
 */
export async function readOriginals(
  task: string,
  files: readonly ChosenFile[],
  prefix: string,
): Promise<OriginalRows> {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (bytes > MAX_FILE_BYTES) {
    throw new LabError('file-too-big', FILE.tooBig(bytes, MAX_FILE_BYTES), FILE.tooBigRemedy);
  }
  const rows: Example[] = [];
  for (const [index, { name, bytes }] of files.entries()) {
    const own = files.length === 1 ? prefix : `${prefix}-${index + 1}`;
    rows.push(...(await readOriginal(task, bytes, name, own)));
  }
  return { task, names: files.map(({ name }) => name), rows };
}

interface Parts {
  readonly seeds: Example[];
  readonly test: Example[];
  readonly removed: number;
}

/** Throws LabError `bad-share`, `no-test-file`, `other-task`, `bad-split`. */
function partsOf(own: OriginalRows, split: OriginalSplit, second: OriginalRows | null): Parts {
  if (split.kind === 'share') {
    const size = { testShare: shareOf(split.share), seed: SPLIT_SEED };
    const parts = splitTest(own.rows, size, isFree(own.task));
    return { test: parts.test, ...withoutTestTexts(parts.seeds, parts.test) };
  }
  if (!second) throw new LabError('no-test-file', FILE.noTestFile, FILE.noTestFileRemedy);
  return { test: [...second.rows], ...withoutTestTexts(own.rows, second.rows) };
}

/** What the files would give. */
export function originalOutcome(
  own: OriginalRows,
  split: OriginalSplit,
  second: OriginalRows | null,
): Outcome {
  try {
    const { seeds, test, removed } = partsOf(own, split, second);
    const labels = isFree(own.task) ? [] : [...new Set([...seeds, ...test].map(({ label }) => label))].sort();
    const warnings = removed === 0 ? [] : [FILE.sameTexts(removed)];
    return { seeds: seeds.length, test: test.length, labels, faults: [], warnings, error: null };
  } catch (error) {
    return { seeds: 0, test: 0, labels: [], faults: [], warnings: [], error: toPlainError(error) };
  }
}

/** The data set of a task's files. Throws what splitting and the checks of a data set throw. */
export async function originalDataset(
  own: OriginalRows,
  split: OriginalSplit,
  second: OriginalRows | null,
): Promise<Dataset> {
  const { seeds, test, removed } = partsOf(own, split, second);
  const name = FILE.together(own.names);
  const { title } = taskWords(own.task);
  const how =
    split.kind === 'share' || !second ? FILE.heldOut(test.length) : FILE.testIs(FILE.together(second.names));
  return makeDataset({
    id: `file:${name}`,
    title: name,
    about: FILE.aboutOriginal(title, name, seeds.length, `${how}${leftOutNote(removed)}`),
    task: own.task,
    seeds,
    test,
  });
}

function isFree(task: string): boolean {
  return taskFacts(task)?.answers === 'number';
}
