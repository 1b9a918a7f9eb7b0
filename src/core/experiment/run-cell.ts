/** Runs one cell: a whole run of the loop, of which only the result is kept, and what was paid for. */
import type { RunConfig } from '../config/schema.ts';
import type { Dataset } from '../datasets/port.ts';
import { LabError, toPlainError } from '../errors.ts';
import type { Platform } from '../loop/assemble.ts';
import { assembleRun } from '../loop/assemble.ts';
import { armOf, needsTeacher } from '../loop/arms.ts';
import { driveRun } from '../loop/drive.ts';
import { MemoryRunStore } from '../storage/memory.ts';
import type { RunStore } from '../storage/port.ts';
import type { CellResult } from './cell.ts';
import { isCellFault } from './faults.ts';
import { cellResultOf } from './result.ts';
import type { CellJob } from './schedule.ts';

export interface CellSetting {
  readonly dataset: Dataset;
  readonly platform: Platform;
  /** Keeps the logs of runs that cost something, under `experiment/<cell's key>`; absent: they begin anew. */
  readonly logs?: Pick<RunStore, 'read' | 'append'>;
}

/** The name of a cell's log in a store. */
export function logOf({ cell }: CellJob): string {
  return `experiment/${cell.key}`;
}

/**
 * The result of a cell. A fault that concerns it alone is its result (see ./faults.ts); any other is thrown, and
 * AbortError when `signal` fires. What was paid for until then is in its log.
 */
export async function runCell(job: CellJob, setting: CellSetting, signal: AbortSignal): Promise<CellResult> {
  const { cell, config } = job;
  const { dataset, platform, logs } = setting;
  try {
    const parts = await assembleRun(config, dataset, platform, cell.key);
    const store = isPaid(config) && logs ? logs : new MemoryRunStore();
    return cellResultOf(cell, await driveRun({ id: logOf(job), parts, store, signal }));
  } catch (error) {
    if (error instanceof LabError && isCellFault(error) && !signal.aborted) {
      return { status: 'failed', cell, error: toPlainError(error) };
    }
    throw error;
  }
}

/** Whether an answer or a reply of the run costs money or minutes. */
function isPaid({ arm, student, teacher }: RunConfig): boolean {
  const asked = armOf(arm);
  return student.id !== 'head' || (asked !== undefined && needsTeacher(asked) && isLive(teacher));
}

/** Whether the teacher writes when asked, at a price, rather than replaying or following rules. */
export function isLive({ id }: RunConfig['teacher']): boolean {
  return id !== 'recorded' && id !== 'eda';
}
