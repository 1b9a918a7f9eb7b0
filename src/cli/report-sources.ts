/** What `npm run report` reads: folders of experiments, logs of runs, runs exported by the page. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RunConfig } from '../core/config/schema.ts';
import { LabError } from '../core/errors.ts';
import type { Cell, CellDone, CellResult } from '../core/experiment/cell.ts';
import { cellResultOf } from '../core/experiment/result.ts';
import type { ExperimentSpec } from '../core/experiment/spec.ts';
import { parseSpec } from '../core/experiment/spec.ts';
import { parseEvent } from '../core/loop/event-schema.ts';
import type { LoopEvent } from '../core/loop/events.ts';
import { foldEvents } from '../core/loop/fold.ts';
import type { RunState } from '../core/loop/state.ts';
import { startOf } from '../core/loop/state.ts';
import { reportData } from '../core/report/data.ts';
import type { RunPiece } from '../core/report/gather.ts';
import type { ReportData } from '../core/report/model.ts';
import { parseRunFile } from '../core/storage/run-file.ts';
import { readExperiment } from './experiment-folder.ts';

/** A whole experiment as it stands in its folder. */
export interface StoredExperiment {
  readonly kind: 'experiment';
  readonly name: string;
  readonly spec: ExperimentSpec;
  readonly data: ReportData;
  readonly results: readonly CellResult[];
}

export type Source = StoredExperiment | { readonly kind: 'run'; readonly piece: RunPiece };

/**
 * Reads what a path names; changes nothing there. Throws LabError `no-file`, `no-experiment`, `bad-log`, `not-a-run`,
 * `unfinished-run`.
 */
export async function readSource(path: string): Promise<Source> {
  if (!existsSync(path)) {
    throw new LabError('no-file', `There is no file or folder ${path}.`, 'Check its name.');
  }
  if ((await stat(path)).isDirectory()) return readFolder(path);
  const text = await readFile(path, 'utf8');
  return { kind: 'run', piece: isLog(text) ? logPiece(path, text) : await filePiece(path, text) };
}

/** The cells of an experiment as runs, to be put together with those of others. */
export function piecesOf(source: Source): RunPiece[] {
  if (source.kind === 'run') return [source.piece];
  const { name, spec, data, results } = source;
  return results.map(({ cell, ...result }) => ({
    name: `${name}: ${cell.key}`,
    config: configOf(spec, cell),
    result,
    data,
    pinned: true,
  }));
}

async function readFolder(folder: string): Promise<StoredExperiment> {
  const { spec, data, results } = await readExperiment(folder);
  if (results.size > 0)
    return { kind: 'experiment', name: basename(folder), spec, data, results: [...results.values()] };
  throw new LabError(
    'no-results',
    `The experiment in ${folder} has no results yet.`,
    `Run it first: its results go to ${join(folder, 'results.jsonl')}.`,
  );
}

/** A log begins with the event that starts a run; an exported run is one JSON object with a format. */
function isLog(text: string): boolean {
  const [line = ''] = text.split('\n', 1);
  try {
    return (JSON.parse(line) as { type?: unknown } | null)?.type === 'run-started';
  } catch {
    return false;
  }
}

async function filePiece(path: string, text: string): Promise<RunPiece> {
  const { dataset, config, state } = await parseRunFile(text).catch((error: unknown) => {
    if (!(error instanceof LabError)) throw error;
    throw new LabError(
      error.code,
      `${path} cannot be read: ${error.message}`,
      'Give a folder that "npm run experiment" wrote, an OUT.log.jsonl of "npm run loop", or a run that the page exported.',
    );
  });
  const spec = parseSpec({ name: basename(path), base: config, arms: [config.arm], reference: config.arm });
  return piece(path, state, reportData(spec, dataset));
}

function logPiece(path: string, text: string): RunPiece {
  const state = foldEvents(eventsOf(path, text));
  const { labels, test, config } = startOf(state);
  return piece(path, state, {
    title: config.data.id,
    hash: test.dataHash,
    labels,
    task: config.task,
    pool: null,
    test: test.count,
    leaks: null,
    gold: null,
  });
}

function piece(path: string, state: RunState, data: ReportData): RunPiece {
  if (state.finish === null) {
    throw new LabError(
      'unfinished-run',
      `The run in ${path} has not come to its end.`,
      'Go on with it to its end first, or leave it out.',
    );
  }
  const { config } = startOf(state);
  const cell: Cell = {
    key: '',
    arm: config.arm,
    draw: config.data.draw,
    size: null,
    seed: config.seed,
    teacher: 0,
  };
  const { cell: _cell, ...result }: CellDone = cellResultOf(cell, state);
  return { name: path, config, result, data, pinned: false };
}

/** Whole batches only: every line of one but the last says that more follows. */
function eventsOf(path: string, text: string): LoopEvent[] {
  const events: LoopEvent[] = [];
  let batch: LoopEvent[] = [];
  const lines = text.split('\n').slice(0, -1);
  lines.forEach((line, index) => {
    const { more, event } = parseLine(path, line, index + 1);
    batch.push(event);
    if (more) return;
    events.push(...batch);
    batch = [];
  });
  return events;
}

function parseLine(path: string, line: string, number: number): { more: boolean; event: LoopEvent } {
  try {
    const { more, ...event } = JSON.parse(line) as { more?: boolean };
    return { more: more === true, event: parseEvent(event, number) };
  } catch (error) {
    throw new LabError(
      'bad-log',
      `Line ${number} of ${path} is no event of a run: ${error instanceof Error ? error.message : String(error)}`,
      'Give the log as "npm run loop" wrote it.',
    );
  }
}

/** The settings of a cell, as far as runs are compared by them. */
function configOf({ base, teachers, sizes }: ExperimentSpec, cell: Cell): RunConfig {
  const of = (unit: typeof sizes.unit): number | null => (unit === sizes.unit ? cell.size : null);
  const drawn =
    cell.size === null
      ? base.data
      : { ...base.data, perClass: of('per-class'), count: of('count'), percent: of('percent') };
  return {
    ...base,
    arm: cell.arm,
    data: { ...drawn, draw: cell.draw },
    seed: cell.seed,
    teacher: teachers[cell.teacher] ?? base.teacher,
  };
}
