/** The figures of a report from the results of its cells: pure, and the same whenever it is made. */
import type { CellDone, CellResult } from '../experiment/cell.ts';
import { shareable } from '../experiment/shareable.ts';
import type { ExperimentSpec } from '../experiment/spec.ts';
import { armFigures, firstAccuracy } from './arm-figures.ts';
import { compareArms, withVerdicts } from './compare.ts';
import { estimate, groupedBy, ofCells, sum } from './estimate.ts';
import type {
  Comparison,
  FailureFigures,
  Group,
  Place,
  Report,
  ReportInput,
  TeacherFigures,
} from './model.ts';

/** The arms whose difference is the question of the method. */
export const TARGETED = 'llm2llm';
export const UNTARGETED = 'untargeted';
const ONE_SHOT = 'one-shot';

/** Throws nothing: what is missing is reported as missing. */
export function buildReport({
  spec,
  data,
  results,
  teachers,
  reproduce,
  origin = 'experiment',
}: ReportInput): Report {
  const places = placesOf(spec, results);
  const at = (place: Place, arm: string): CellResult[] =>
    results.filter(
      ({ cell }) => cell.arm === arm && cell.size === place.size && cell.teacher === place.teacher,
    );
  const groups = places.map((place): Group => {
    const arms = spec.arms
      .map((arm) => ({ arm, cells: at(place, arm) }))
      .filter(({ cells }) => cells.length > 0)
      .map(({ arm, cells }) => armFigures(arm, cells, data));
    return { ...place, arms };
  });
  const done = (place: Place, arm: string): CellDone[] =>
    at(place, arm).filter((result) => result.status === 'done');
  const finished = results.filter(({ status }) => status === 'done').length;
  return {
    v: 1,
    spec: shareable(spec),
    origin,
    data,
    teachers,
    draws: [...new Set(results.map(({ cell }) => cell.draw))].sort((a, b) => a - b),
    cells: {
      planned: origin === 'runs' ? results.length : plannedCells(spec),
      done: finished,
      failed: results.length - finished,
    },
    groups,
    comparisons: comparisons(spec, groups, done),
    compared: compared(groups, teachers),
    failures: failures(spec, results),
    spread: spread(groups[0], (arm) => (places[0] ? done(places[0], arm) : [])),
    reproduce,
  };
}

/** The places that have results, in the experiment's order. */
function placesOf(spec: ExperimentSpec, results: readonly CellResult[]): Place[] {
  const order = (size: number | null): number => (size === null ? -1 : spec.sizes.values.indexOf(size));
  const found = new Map(
    results.map(({ cell: { size, teacher } }) => [`${size} ${teacher}`, { size, teacher }]),
  );
  return [...found.values()].sort((a, b) => a.teacher - b.teacher || order(a.size) - order(b.size));
}

function plannedCells({ arms, draws, sizes, seeds, teachers }: ExperimentSpec): number {
  const atLeastOne = (list: readonly unknown[]): number => Math.max(1, list.length);
  return arms.length * draws.count * atLeastOne(sizes.values) * atLeastOne(seeds) * atLeastOne(teachers);
}

/** The reference with every other arm; targeted with untargeted, too, whatever the reference is. */
function comparisons(
  spec: ExperimentSpec,
  groups: readonly Group[],
  done: (place: Place, arm: string) => CellDone[],
): Comparison[] {
  const untested = groups.flatMap(({ arms, size, teacher }) => {
    const ids = arms.map(({ arm }) => arm);
    const pairs: [string, string][] = ids.includes(spec.reference)
      ? ids.filter((id) => id !== spec.reference).map((id) => [spec.reference, id])
      : [];
    const asked = pairs.some((pair) => pair.includes(TARGETED) && pair.includes(UNTARGETED));
    if (!asked && ids.includes(TARGETED) && ids.includes(UNTARGETED)) pairs.push([TARGETED, UNTARGETED]);
    const place = { size, teacher };
    return pairs.map((names) =>
      compareArms(place, names, [done(place, names[0]), done(place, names[1])], spec.budget.unit),
    );
  });
  return withVerdicts(untested);
}

function compared(groups: readonly Group[], teachers: readonly string[]): TeacherFigures[] {
  const rows = groups.flatMap(({ size, teacher, arms }) =>
    arms
      .filter(({ arm, done }) => arm === ONE_SHOT && done > 0)
      .map(({ candidates, rejected, labels, gain }): TeacherFigures => ({
        size,
        teacher,
        title: teachers[teacher] ?? `teacher ${teacher + 1}`,
        draws: gain?.draws ?? 0,
        candidates,
        accepted: candidates - sum(Object.values(rejected)),
        labels,
        gain,
      })),
  );
  return new Set(rows.map(({ teacher }) => teacher)).size > 1 ? rows : [];
}

function failures(spec: ExperimentSpec, results: readonly CellResult[]): FailureFigures[] {
  const failed = results.filter((result) => result.status === 'failed');
  const kinds = groupedBy(failed, ({ cell, error }) => JSON.stringify([cell.arm, error.code, error.message]));
  return [...kinds.values()]
    .flatMap((cells) => {
      const [first] = cells;
      return first ? [{ arm: first.cell.arm, cells: cells.length, error: first.error }] : [];
    })
    .sort((a, b) => spec.arms.indexOf(a.arm) - spec.arms.indexOf(b.arm));
}

/** The fit on the seeds alone is the same in every arm: any arm's draws tell how far it moves. */
function spread(group: Group | undefined, done: (arm: string) => CellDone[]): Report['spread'] {
  const finished = group?.arms.filter(({ accuracy: share }) => share !== null) ?? [];
  const widest = finished.toSorted((a, b) => (b.accuracy?.draws ?? 0) - (a.accuracy?.draws ?? 0))[0];
  if (!widest) return null;
  const alone = estimate(ofCells(done(widest.arm), firstAccuracy));
  if (!alone || alone.draws < 2) return null;
  const means = finished.flatMap(({ accuracy: share }) => share?.mean ?? []);
  const { draws, least, most } = alone;
  return { draws, least, most, arms: Math.max(...means) - Math.min(...means) };
}
