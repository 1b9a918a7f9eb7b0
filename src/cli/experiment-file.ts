/** An experiment's file: what it is to be, on which data, in one JSON document. */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as v from 'valibot';
import { memoryHubCache } from '../core/datasets/hub/cache.ts';
import type { Dataset } from '../core/datasets/port.ts';
import { loadDataset } from '../core/datasets/registry.ts';
import { LabError } from '../core/errors.ts';
import type { ExperimentSpec } from '../core/experiment/spec.ts';
import { parseSpec } from '../core/experiment/spec.ts';
import { readData } from './data.ts';

const file = v.pipe(v.string(), v.minLength(1));

const FileSchema = v.looseObject({
  data: v.union([
    file,
    v.strictObject({
      seeds: file,
      test: file,
      pack: v.optional(v.nullable(file), null),
      task: v.optional(v.nullable(file), null),
    }),
  ]),
  name: v.optional(v.string()),
  config: v.optional(v.looseObject({}), {}),
});

/** What an experiment's file may say beside `data` and `config`. */
const AXES = ['arms', 'reference', 'draws', 'sizes', 'seeds', 'teachers', 'budget'] as const;
const KNOWN: ReadonlySet<string> = new Set(['data', 'name', 'config', ...AXES]);

export interface ExperimentFile {
  readonly spec: ExperimentSpec;
  readonly dataset: Dataset;
}

/**
 * Reads the file and the data it names; paths in it are relative to it. The data's own task is taken where the file
 * names none. Throws LabError `no-file`, `bad-experiment` with what is wrong, or what the data set throws.
 */
export async function readExperimentFile(path: string, signal: AbortSignal): Promise<ExperimentFile> {
  const input = parse(path, await readText(path));
  const dataset = await readDataset(input.data, dirname(path), signal);
  const axes = Object.fromEntries(AXES.flatMap((key) => (key in input ? [[key, input[key]]] : [])));
  const { data, ...config } = input.config;
  const spec = parseSpec({
    ...axes,
    name: input.name ?? dataset.title,
    base: {
      ...(dataset.task === undefined ? {} : { task: dataset.task }),
      ...config,
      data: { ...(data as object | undefined), id: dataset.id, hash: dataset.hash },
    },
  });
  const lost = lostKey(axes, spec) ?? lostKey(input.config, spec.base);
  if (lost !== null) throw badFile(path, `says "${lost}", and there is no such setting`);
  return { spec, dataset };
}

/** The first setting that was said and is not known: a slip of the pen must not pass for a setting. */
function lostKey(said: unknown, known: unknown, path = ''): string | null {
  if (typeof said !== 'object' || said === null || typeof known !== 'object' || known === null) return null;
  for (const [key, value] of Object.entries(said)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (!(key in known)) return here;
    const lost = lostKey(value, (known as Record<string, unknown>)[key], here);
    if (lost !== null) return lost;
  }
  return null;
}

function badFile(path: string, what: string): LabError {
  return new LabError(
    'bad-experiment',
    `The file ${path} ${what}.`,
    'Run with --help to see what it may say.',
  );
}

function parse(path: string, text: string): v.InferOutput<typeof FileSchema> {
  const fault = (what: string): LabError => badFile(path, what);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw fault(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = v.safeParse(FileSchema, json);
  if (!read.success) {
    const [issue] = read.issues;
    throw fault(`cannot be used: "${v.getDotPath(issue) ?? 'experiment'}": ${issue.message}`);
  }
  const unknown = Object.keys(read.output).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw fault(`says "${unknown}", which no experiment has`);
  return read.output;
}

async function readDataset(
  data: v.InferOutput<typeof FileSchema>['data'],
  folder: string,
  signal: AbortSignal,
): Promise<Dataset> {
  if (typeof data === 'object') {
    const { seeds, test, pack, task } = data;
    const at = (name: string): string => resolve(folder, name);
    return readData({ seeds: at(seeds), test: at(test), pack: pack === null ? null : at(pack), task });
  }
  const publicFolder = join(import.meta.dirname, '..', '..', 'public');
  const services = {
    readText: (path: string) => readFile(join(publicFolder, path), 'utf8'),
    hub: { cache: memoryHubCache() },
  };
  return loadDataset(data, services, signal);
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
