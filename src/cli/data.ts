/** Data sets from files in the project's own row format. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { makeDataset } from '../core/datasets/dataset.ts';
import { parseExamples, parsePack } from '../core/datasets/jsonl.ts';
import type { Dataset } from '../core/datasets/port.ts';
import { LabError } from '../core/errors.ts';

export interface DataFiles {
  readonly seeds: string;
  readonly test: string;
  readonly pack: string | null;
}

/** Throws LabError `no-file`, or what is wrong with a row, by line. */
export async function readData({ seeds, test, pack }: DataFiles): Promise<Dataset> {
  const id = `file:${basename(seeds)}`;
  return makeDataset({
    id,
    title: id,
    about: `${seeds}, ${test}`,
    seeds: parseExamples(await readText(seeds), { prefix: 'seed', source: seeds }),
    test: parseExamples(await readText(test), { prefix: 'test', source: test }),
    ...(pack === null ? {} : { pack: parsePack(await readText(pack), pack) }),
  });
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new LabError(
      'no-file',
      `The file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Check its name and that it exists.',
    );
  }
}
