/** The sample sets that come with the project: `samples/<id>/` with set.json and three JSONL files. */
import * as v from 'valibot';
import { isAbort, LabError } from '../errors.ts';
import { stopIfAborted } from './abort.ts';
import { makeDataset } from './dataset.ts';
import { parseExamples, parsePack } from './jsonl.ts';
import type { DatasetSource } from './port.ts';

export const BUNDLED_IDS = ['film-reviews', 'question-types'] as const;
export type BundledId = (typeof BUNDLED_IDS)[number];

/** Reads a text file by its path under the public folder: the page fetches it, the command line opens it. */
export type ReadText = (path: string, signal: AbortSignal) => Promise<string>;

const SetSchema = v.object({
  id: v.string(),
  title: v.string(),
  about: v.string(),
  labels: v.array(v.string()),
});

const FILES = ['set.json', 'seeds.jsonl', 'test.jsonl', 'teacher.jsonl'] as const;

/**
 * A bundled sample set, read through `readText`.
 * Its `load` throws LabError `sample-unreadable` when a file cannot be fetched or set.json is not
 * what it should be, and whatever jsonl.ts and dataset.ts say about rows.
 */
export function bundledSource(id: BundledId, readText: ReadText): DatasetSource {
  return {
    async load(signal, onProgress) {
      let done = 0;
      const report = (): void => onProgress?.({ note: `Reading ${id}`, done, total: FILES.length });
      const read = async (file: (typeof FILES)[number]): Promise<string> => {
        const path = `samples/${id}/${file}`;
        const text = await readText(path, signal).catch((error: unknown) => {
          if (isAbort(error) || error instanceof LabError) throw error;
          throw unreadable(path, error instanceof Error ? error.message : String(error));
        });
        stopIfAborted(signal);
        done += 1;
        report();
        return text;
      };
      stopIfAborted(signal);
      report();
      const [set, seeds, test, pack] = await Promise.all([
        read('set.json'),
        read('seeds.jsonl'),
        read('test.jsonl'),
        read('teacher.jsonl'),
      ]);
      return makeDataset({
        ...describe(id, set),
        seeds: parseExamples(seeds, { prefix: `${id}-seed`, source: 'seeds.jsonl' }),
        test: parseExamples(test, { prefix: `${id}-test`, source: 'test.jsonl' }),
        pack: parsePack(pack, 'teacher.jsonl'),
      });
    },
  };
}

function describe(id: string, text: string): v.InferOutput<typeof SetSchema> {
  const path = `samples/${id}/set.json`;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unreadable(path, 'it is not JSON');
  }
  const result = v.safeParse(SetSchema, json);
  if (!result.success) throw unreadable(path, result.issues[0].message);
  if (result.output.id !== id) throw unreadable(path, `it describes "${result.output.id}"`);
  return result.output;
}

function unreadable(path: string, why: string): LabError {
  return new LabError(
    'sample-unreadable',
    `The sample file ${path} cannot be read: ${why}.`,
    'Check the connection and reload; if it stays so, the page was not built or copied completely.',
  );
}
