/** Recall a label before and after: where an arm helps and where it harms. */
import type { CellDone } from '../experiment/cell.ts';
import { meanOf } from '../metrics/mean.ts';
import { ofCells, perDraw } from './estimate.ts';
import type { ClassFigures, ReportData } from './model.ts';

/** More labels than this make no table that anybody reads. */
const MOST_LABELS = 60;

/** Means over draws, in the order of the labels; labels without a test example are left out. */
export function classFigures(
  done: readonly CellDone[],
  { labels, gold }: ReportData,
): readonly ClassFigures[] | null {
  if (!gold || !labels || labels.length === 0 || labels.length > MOST_LABELS || done.length === 0)
    return null;
  if (done.some(({ test }) => test.n !== gold.length)) return null;
  return labels.flatMap((label, place) => {
    const members = gold.flatMap((one, index) => (one === place ? [index] : []));
    if (members.length === 0) return [];
    const recall = (of: 'before' | 'outcomes'): number => {
      const shares = ofCells(
        done,
        ({ test }) => members.filter((index) => test[of][index] === '1').length / members.length,
      );
      return meanOf(perDraw(shares).map(({ value }) => value)).mean;
    };
    return [{ label, n: members.length, before: recall('before'), after: recall('outcomes') }];
  });
}
