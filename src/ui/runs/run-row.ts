/** A run as a row of the list. */
import type { RunRecord } from '../../core/storage/port.ts';
import { RUNS, STATUS, armAndStudent, dataAndTask } from '../copy/shell.ts';
import { formatAgo, formatMoment, formatShare } from '../shell/format.ts';

export interface RunRow {
  readonly id: string;
  readonly name: string;
  readonly data: string;
  readonly arm: string;
  /** Set for a run made to be compared with another. */
  readonly control: string | null;
  readonly status: string;
  readonly wrong: boolean;
  /** Iterations done; null before the run has begun. */
  readonly iteration: string | null;
  /** Of the latest iteration measured; null before that. */
  readonly accuracy: string | null;
  readonly changed: string;
  readonly changedAt: string;
}

export function runRow(record: RunRecord, now: number): RunRow {
  const { summary, config } = record;
  return {
    id: record.id,
    name: record.name,
    data: dataAndTask(config),
    arm: armAndStudent(config),
    control: record.origin?.as === 'control' ? RUNS.control : null,
    status: STATUS[summary.status],
    wrong: summary.status === 'interrupted',
    iteration: summary.status === 'new' ? null : String(summary.iteration),
    accuracy: summary.testAccuracy === null ? null : formatShare(summary.testAccuracy),
    changed: formatAgo(record.updatedAt, now),
    changedAt: formatMoment(record.updatedAt),
  };
}
