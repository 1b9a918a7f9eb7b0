/** Figures of several runs as one: averaged within a draw, then over the draws. */
import type { CellDone } from '../experiment/cell.ts';
import { bootstrapInterval } from '../metrics/bootstrap.ts';
import { meanOf } from '../metrics/mean.ts';
import type { Estimate } from './model.ts';

export interface DrawValue {
  readonly draw: number;
  readonly value: number;
}

/** One value a draw, in the order of the draws: the mean over that draw's random seeds. */
export function perDraw(values: readonly DrawValue[]): DrawValue[] {
  const byDraw = groupedBy(values, ({ draw }) => draw);
  return [...byDraw]
    .sort(([a], [b]) => a - b)
    .map(([draw, own]) => ({ draw, value: meanOf(own.map(({ value }) => value)).mean }));
}

/**
 * The mean over draws with its bootstrap interval. null without values.
 * @param values one a cell; cells of a draw are averaged first: the draw is what is resampled
 * @param single the interval to give where there is one draw only, as of the test examples
 */
export function estimate(
  values: readonly DrawValue[],
  single: (mean: number) => Estimate['interval'] = () => null,
): Estimate | null {
  if (values.length === 0) return null;
  const means = perDraw(values).map(({ value }) => value);
  const { mean, n: draws } = meanOf(means);
  const alone = draws === 1;
  return {
    mean,
    draws,
    least: Math.min(...means),
    most: Math.max(...means),
    interval: alone ? single(mean) : bootstrapInterval(means),
    over: alone ? 'test' : 'draws',
  };
}

/** A figure of each cell with the draw it belongs to. */
export function ofCells(cells: readonly CellDone[], value: (cell: CellDone) => number): DrawValue[] {
  return cells.map((one) => ({ draw: one.cell.draw, value: value(one) }));
}

/** Items by a key, keys and items in the order in which they come. */
export function groupedBy<T, Key>(items: readonly T[], keyOf: (item: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** The mean; null where there is nothing, or a part of it is not known. */
export function meanIfKnown(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((one) => one !== null);
  return known.length === numbers.length && known.length > 0 ? meanOf(known).mean : null;
}
