/** Data sets on the command line: two files of examples and, where there is one, a pack of recorded replies. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { makeDataset } from '../core/datasets/dataset.ts';
import { decodeText } from '../core/datasets/files/decode.ts';
import { parsePack } from '../core/datasets/jsonl.ts';
import { readExamples } from '../core/datasets/originals/read.ts';
import { leftOutNote, withoutTestTexts } from '../core/datasets/overlap.ts';
import type { Dataset } from '../core/datasets/port.ts';
import { LabError } from '../core/errors.ts';

export interface DataFiles {
  readonly seeds: string;
  readonly test: string;
  readonly pack: string | null;
  /** The task whose original forms are read too; null or absent: the project's JSONL only. */
  readonly task?: string | null;
  /** Answers are free-form although the task does not say so: a task of the person's own. Default false. */
  readonly freeForm?: boolean;
}

/**
 * The data set `file:<name>` of two files, each in the project's JSONL or in an original form of the task, told by
 * what is in it. Seeds whose text is also a test text are left out and counted in `about`.
 * Throws LabError `no-file`, what is wrong with a row, by line, or what `makeDataset` throws.
 */
export async function readData({
  seeds,
  test,
  pack,
  task = null,
  freeForm = false,
}: DataFiles): Promise<Dataset> {
  const id = `file:${basename(seeds)}`;
  const rows = async (path: string, prefix: string) =>
    readExamples(task, await readBytes(path), path, prefix);
  const held = await rows(test, 'test');
  const pool = withoutTestTexts(await rows(seeds, 'seed'), held);
  return makeDataset({
    id,
    title: id,
    about: `${seeds}, ${test}${leftOutNote(pool.removed)}`,
    ...(task === null ? {} : { task }),
    ...(freeForm ? { labels: [] } : {}),
    seeds: pool.seeds,
    test: held,
    ...(pack === null ? {} : { pack: parsePack(decodeText(await readBytes(pack), pack).text, pack) }),
  });
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new LabError(
      'no-file',
      `The file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Check its name and that it exists.',
    );
  }
}
