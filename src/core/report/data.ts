/** What a report says about its data, looked up in the data. */
import { splitLeaks } from '../datasets/leaks.ts';
import type { Dataset } from '../datasets/port.ts';
import type { ExperimentSpec } from '../experiment/spec.ts';
import type { ReportData } from './model.ts';

/** Near copies are told by the threshold that keeps them out of training, too. */
export function reportData(
  { base }: ExperimentSpec,
  { title, hash, labels, seeds, test }: Dataset,
): ReportData {
  const found = splitLeaks(seeds, test, base.filters.leakThreshold);
  const exact = found.filter(({ kind }) => kind === 'exact').length;
  return {
    title,
    hash,
    labels,
    task: base.task,
    pool: seeds.length,
    test: test.length,
    leaks: { exact, near: found.length - exact },
    gold: labels.length === 0 ? null : test.map(({ label }) => labels.indexOf(label)),
  };
}
