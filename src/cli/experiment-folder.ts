/**
 * An experiment in a folder: spec.json says what it is, results.jsonl has one result a line and is only ever appended
 * to, logs/ keeps the runs that cost something. Killed at any moment, it goes on from there.
 */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../core/errors.ts';
import type { CellResult } from '../core/experiment/cell.ts';
import type { ExperimentSpec } from '../core/experiment/spec.ts';
import { parseSpec } from '../core/experiment/spec.ts';
import type { ExperimentStore } from '../core/experiment/store.ts';
import { canonicalJson } from '../core/json.ts';
import type { LoopEvent } from '../core/loop/events.ts';
import type { ReportData } from '../core/report/model.ts';
import type { RunStore } from '../core/storage/port.ts';
import { LogFile } from './log-file.ts';

/** What spec.json holds: enough for a report without the data. */
interface Stored {
  readonly spec: ExperimentSpec;
  readonly data: ReportData;
}

export class ExperimentFolder implements Pick<ExperimentStore, 'results' | 'putResult'> {
  readonly #folder: string;
  /** Set once a line of results.jsonl may be cut: the next one begins with a line break. */
  #cut = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Makes the folder, or goes on with the one that is there. Throws LabError `other-data` and `other-experiment` where
   * it holds another experiment, naming what differs; `cannot-write`.
   */
  async open(spec: ExperimentSpec, data: ReportData): Promise<void> {
    const found = await readStored(this.#path('spec.json'));
    if (found) {
      requireSame(this.#folder, found, { spec, data });
      return;
    }
    if (existsSync(this.#path('results.jsonl'))) {
      throw new LabError(
        'other-experiment',
        `The folder ${this.#folder} holds results, and no spec.json that can be read says of what.`,
        'Give another folder by --out, or remove this one.',
      );
    }
    await this.#write('spec.json', `${JSON.stringify({ spec, data })}\n`);
  }

  /** The last result of every cell; lines that were cut are dropped. */
  async results(): Promise<ReadonlyMap<string, CellResult>> {
    const text = await readOr(this.#path('results.jsonl'), '');
    this.#cut = text !== '' && !text.endsWith('\n');
    const results = new Map<string, CellResult>();
    for (const line of text.split('\n')) {
      const result = parseResult(line);
      if (result) results.set(result.cell.key, result);
    }
    return results;
  }

  /** @param _id there is one experiment in a folder */
  async putResult(_id: string, result: CellResult): Promise<void> {
    const line = `${this.#cut ? '\n' : ''}${JSON.stringify(result)}\n`;
    this.#cut = true;
    await this.#guarded('results.jsonl', (path) => appendFile(path, line));
    this.#cut = false;
  }

  /** Where the runs of cells are logged that cost something. */
  logs(): Pick<RunStore, 'read' | 'append'> {
    const files = new Map<string, LogFile>();
    const fileOf = (id: string): LogFile => {
      const known = files.get(id) ?? new LogFile(this.#path('logs', `${fileName(id)}.log.jsonl`));
      files.set(id, known);
      return known;
    };
    return {
      read: (id): Promise<LoopEvent[]> => fileOf(id).read(),
      append: async (id, at, events) => {
        await mkdir(this.#path('logs'), { recursive: true });
        await fileOf(id).append(id, at, events);
      },
    };
  }

  /** A file beside the results, whole. Throws LabError `cannot-write`. */
  async #write(name: string, text: string): Promise<void> {
    await this.#guarded(name, (path) => writeFile(path, text));
  }

  /** Writes what the experiment came to. Throws LabError `cannot-write`. */
  async writeReport(files: Readonly<Record<'html' | 'csv' | 'json', string>>): Promise<void> {
    for (const [ending, text] of Object.entries(files)) await this.#write(`report.${ending}`, text);
  }

  #path(...names: string[]): string {
    return join(this.#folder, ...names);
  }

  async #guarded(name: string, write: (path: string) => Promise<void>): Promise<void> {
    const path = this.#path(name);
    try {
      await mkdir(this.#folder, { recursive: true });
      await write(path);
    } catch (error) {
      throw new LabError(
        'cannot-write',
        `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
        'Check the folder and the room on the disk, then run the same command again: it goes on from what is stored.',
      );
    }
  }
}

/** The experiment and the results that a folder holds. Throws LabError `no-experiment`. */
export async function readExperiment(
  folder: string,
): Promise<Stored & { readonly results: ReadonlyMap<string, CellResult> }> {
  const stored = await readStored(join(folder, 'spec.json'));
  if (stored) return { ...stored, results: await new ExperimentFolder(folder).results() };
  throw new LabError(
    'no-experiment',
    `The folder ${folder} holds no experiment: there is no spec.json in it that can be read.`,
    'Give a folder that "npm run experiment" wrote.',
  );
}

/** Keys of cells hold slashes; a file's name may not. */
function fileName(id: string): string {
  return id.replace(/^experiment\//u, '').replaceAll(/[^\w.-]+/gu, '_');
}

async function readStored(path: string): Promise<Stored | null> {
  try {
    const stored = JSON.parse(await readOr(path, '')) as Partial<Stored> | null;
    if (typeof stored?.data?.hash !== 'string') return null;
    return { data: stored.data, spec: parseSpec(stored.spec) };
  } catch {
    return null;
  }
}

async function readOr(path: string, otherwise: string): Promise<string> {
  return existsSync(path) ? readFile(path, 'utf8') : otherwise;
}

function parseResult(line: string): CellResult | null {
  try {
    const result = JSON.parse(line) as Partial<CellResult> | null;
    return typeof result?.cell?.key === 'string' ? (result as CellResult) : null;
  } catch {
    return null;
  }
}

function requireSame(folder: string, found: Stored, wanted: Stored): void {
  const remedy = 'Give another folder by --out, or remove this one to begin anew.';
  if (found.data.hash !== wanted.data.hash) {
    throw new LabError(
      'other-data',
      `The folder ${folder} holds the experiment "${found.spec.name}" on other data: the hashes differ.`,
      remedy,
    );
  }
  const keys = Object.keys(wanted.spec) as (keyof ExperimentSpec)[];
  const changed = keys.filter((key) => canonicalJson(found.spec[key]) !== canonicalJson(wanted.spec[key]));
  if (changed.length === 0) return;
  throw new LabError(
    'other-experiment',
    `The folder ${folder} holds another experiment ("${found.spec.name}"): these settings differ: ${changed.join(', ')}.`,
    remedy,
  );
}
