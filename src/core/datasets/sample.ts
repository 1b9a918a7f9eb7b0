/** Random choices over labelled rows: the seeds of a run, and a held-out test set. */
import { LabError } from '../errors.ts';
import type { Example } from '../example.ts';
import { randomStream } from '../random.ts';
import { sortLabels } from './dataset.ts';

/** How many seeds are drawn: the first of these that is not null decides; all null takes the whole pool. */
export interface SeedCount {
  /** So many of every class. */
  readonly perClass: number | null;
  /** So many, of any class. */
  readonly count?: number | null;
  /** Percent of the pool, of any class, at least one. */
  readonly percent?: number | null;
}

/**
 * The seeds of a run, without replacement, in a random but fixed order.
 *
 * With `perClass` every class has a random stream of its own, so a smaller draw is part of a larger one of the same
 * `draw`, and another class changes nothing about this one. The other two draw from the pool as it is; there, too, a
 * smaller draw is part of a larger one.
 *
 * @param draw which draw, a whole number
 * @param labels the classes wanted; left out, those that occur in the pool
 * Throws LabError `too-few-seeds` naming the class and the counts.
 */
export function drawSeeds(
  pool: readonly Example[],
  size: SeedCount,
  draw: number,
  labels: readonly string[] = sortLabels(pool.map((row) => row.label)),
): Example[] {
  const { perClass } = size;
  if (perClass === null) {
    const some = sizeOf(pool, size);
    return some === null
      ? [...pool]
      : randomStream(draw, 'seed-draw', 'any class').shuffle(pool).slice(0, some);
  }
  const drawn = sortLabels(labels).flatMap((label) => {
    const rows = pool.filter((row) => row.label === label);
    if (rows.length < perClass) {
      throw new LabError(
        'too-few-seeds',
        `The class "${label}" has ${rows.length} seeds in the pool, and ${perClass} a class were asked for.`,
        `Ask for at most ${smallestClass(pool, labels)} a class, or use the whole pool.`,
        { label, available: rows.length, asked: perClass },
      );
    }
    return randomStream(draw, 'seed-draw', label).shuffle(rows).slice(0, perClass);
  });
  return randomStream(draw, 'seed-draw').shuffle(drawn);
}

/** Seeds wanted of any class; null: the whole pool. Throws LabError `too-few-seeds`. */
function sizeOf(pool: readonly Example[], { count = null, percent = null }: SeedCount): number | null {
  if (count === null) return percent === null ? null : Math.max(1, Math.round((pool.length * percent) / 100));
  if (count <= pool.length) return count;
  throw new LabError(
    'too-few-seeds',
    `The pool has ${pool.length} seeds, and ${count} were asked for.`,
    `Ask for at most ${pool.length}, or use the whole pool.`,
    { available: pool.length, asked: count },
  );
}

export type TestSize =
  | { readonly testShare: number; readonly seed: number }
  | { readonly testCount: number; readonly seed: number };

/**
 * Holds out a test set in which every class has its share, as nearly as whole rows allow; every class
 * keeps at least one seed. Both parts keep the order of `rows`.
 *
 * @param size `testShare` of the rows in (0, 1), or `testCount` rows; `seed` of the random choice
 * @param freeForm labels are answers, not classes: the choice takes no account of them
 * Throws LabError `bad-split` when nothing would be left on one side.
 */
export function splitTest(
  rows: readonly Example[],
  size: TestSize,
  freeForm = false,
): { seeds: Example[]; test: Example[] } {
  const wanted = 'testCount' in size ? size.testCount : Math.round(rows.length * size.testShare);
  const classOf = (row: Example): string => (freeForm ? '' : row.label);
  const classes = sortLabels(rows.map(classOf)).map((label) => ({
    label,
    members: rows.flatMap((row, index) => (classOf(row) === label ? [index] : [])),
  }));
  const most = rows.length - classes.length;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > most) {
    throw new LabError(
      'bad-split',
      `A test set of ${wanted} cannot be held out of ${rows.length} rows in ${classes.length} classes.`,
      most < 1
        ? 'Use a file with more rows of every class, or a second file as the test set.'
        : `Hold out between 1 and ${most} rows: every class keeps at least one seed.`,
      { rows: rows.length, asked: wanted, most: Math.max(most, 0) },
    );
  }
  const counts = apportion(
    wanted,
    classes.map((one) => one.members.length),
  );
  const held = new Set(
    classes.flatMap(({ label, members }, index) =>
      randomStream(size.seed, 'held-out', label).shuffle(members).slice(0, counts[index]),
    ),
  );
  return {
    seeds: rows.filter((_, index) => !held.has(index)),
    test: rows.filter((_, index) => held.has(index)),
  };
}

/** `total` shared out in proportion to `sizes` by largest remainder, leaving one of each size over. */
function apportion(total: number, sizes: readonly number[]): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const quotas = sizes.map((size) => (total * size) / all);
  const counts = quotas.map((quota, index) => Math.min(Math.floor(quota), (sizes[index] ?? 0) - 1));
  let left = total - counts.reduce((sum, count) => sum + count, 0);
  while (left > 0) {
    const gaps = counts.map((count, index) =>
      count < (sizes[index] ?? 0) - 1 ? (quotas[index] ?? 0) - count : -Infinity,
    );
    const next = gaps.indexOf(Math.max(...gaps));
    counts[next] = (counts[next] ?? 0) + 1;
    left -= 1;
  }
  return counts;
}

function smallestClass(pool: readonly Example[], labels: readonly string[]): number {
  return Math.min(...labels.map((label) => pool.filter((row) => row.label === label).length));
}
