/** Experiments small enough to be run, killed and resumed many times: the tiny set, a toy encoder, a fake teacher. */
import type { CellResult } from '../../src/core/experiment/cell.ts';
import { driveExperiment } from '../../src/core/experiment/drive.ts';
import { planCells } from '../../src/core/experiment/plan.ts';
import type { CellSetting } from '../../src/core/experiment/run-cell.ts';
import { runCell } from '../../src/core/experiment/run-cell.ts';
import type { CellJob } from '../../src/core/experiment/schedule.ts';
import type { ExperimentSpec, ExperimentSpecInput } from '../../src/core/experiment/spec.ts';
import { parseSpec } from '../../src/core/experiment/spec.ts';
import type { ExperimentStore } from '../../src/core/experiment/store.ts';
import { tinyDataset, tinyPlatform } from './tiny-run.ts';

type Store = Pick<ExperimentStore, 'results' | 'putResult'>;

/** Results in memory, with nothing lost on the way: as JSON, as any store keeps them. */
export class MemoryResults implements Store {
  readonly lines: string[] = [];

  results(): Promise<ReadonlyMap<string, CellResult>> {
    const results = this.lines.map((line) => JSON.parse(line) as CellResult);
    return Promise.resolve(new Map(results.map((result) => [result.cell.key, result])));
  }

  putResult(_id: string, result: CellResult): Promise<void> {
    this.lines.push(JSON.stringify(result));
    return Promise.resolve();
  }
}

/** On the tiny set with the toy encoder, 4 seeds a class, two rounds; the arms and draws as given. */
export function tinySpec(more: Partial<ExperimentSpecInput> = {}, base: object = {}): ExperimentSpec {
  return parseSpec({
    name: 'tiny',
    arms: ['llm2llm', 'untargeted', 'seeds-repeated', 'seeds-only'],
    draws: { count: 2 },
    ...more,
    base: {
      data: { id: 'tiny', perClass: 4 },
      student: { encoder: 'toy' },
      iterations: 2,
      wrongSet: { folds: 3 },
      ...base,
    },
  });
}

export interface TinyExperiment extends Partial<CellSetting> {
  readonly store?: Store;
  readonly signal?: AbortSignal;
  readonly concurrency?: number;
  readonly onResult?: (result: CellResult) => void;
  /** In place of running a cell. */
  readonly run?: (job: CellJob, signal: AbortSignal) => Promise<CellResult>;
}

/** Runs it to its end, or until the signal fires. The clock ticks a second at every look. */
export function runTiny(spec: ExperimentSpec, options: TinyExperiment = {}): Promise<CellResult[]> {
  const { dataset = tinyDataset(), platform = tinyPlatform(), logs, onResult } = options;
  const setting: CellSetting = { dataset, platform, ...(logs && { logs }) };
  let seconds = 0;
  return driveExperiment({
    id: 'tiny',
    plan: planCells(spec, dataset),
    store: options.store ?? new MemoryResults(),
    runCell: options.run ?? ((job, signal) => runCell(job, setting, signal)),
    concurrency: options.concurrency ?? 1,
    signal: options.signal ?? new AbortController().signal,
    clock: () => (seconds += 1) * 1000,
    ...(onResult && { listener: { progress: () => undefined, result: onResult } }),
  });
}
