/** An experiment as a row of the list. */
import { armWords } from '../../core/loop/arm-words.ts';
import { EXPERIMENTS } from '../copy/experiments.ts';
import { dataTitle } from '../copy/shell.ts';
import { formatAgo, formatMoment } from '../shell/format.ts';
import type { ListedExperiment } from './port.ts';

export interface ExperimentRow {
  readonly id: string;
  readonly name: string;
  readonly data: string;
  /** Titles of the arms. */
  readonly arms: string;
  readonly draws: string;
  readonly state: string;
  readonly made: string;
  readonly madeAt: string;
}

export function experimentRow(record: ListedExperiment, now: number): ExperimentRow {
  const { id, name, spec, settled, cells, createdAt } = record;
  return {
    id,
    name,
    data: dataTitle(spec.base.data.id),
    arms: spec.arms.map((arm) => armWords(arm).title).join(', '),
    draws: spec.draws.count.toLocaleString('en'),
    state: EXPERIMENTS.state(settled, cells),
    made: formatAgo(createdAt, now),
    madeAt: formatMoment(createdAt),
  };
}
