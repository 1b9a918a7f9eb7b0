/** Every run of an experiment as a mark, arm by arm, and what failed in words. */
import type { PlainError } from '../../core/errors.ts';
import type { Cell, CellResult } from '../../core/experiment/cell.ts';

export type MarkState = 'done' | 'failed' | 'running' | 'open';

export interface Mark {
  readonly key: string;
  readonly state: MarkState;
}

/** The runs of one arm that differ by draw and random seed alone. */
export interface MarkRow {
  readonly arm: string;
  readonly size: number | null;
  readonly teacher: number;
  readonly marks: readonly Mark[];
  readonly counts: Readonly<Record<MarkState, number>>;
}

/**
 * @param cells as planned
 * @param results by the key of their cell
 */
export function markRows(
  cells: readonly Cell[],
  results: ReadonlyMap<string, CellResult>,
  running: readonly Cell[],
): MarkRow[] {
  const now = new Set(running.map(({ key }) => key));
  const rows = new Map<string, Cell[]>();
  for (const cell of cells) {
    const place = JSON.stringify([cell.arm, cell.size, cell.teacher]);
    const row = rows.get(place);
    if (row) row.push(cell);
    else rows.set(place, [cell]);
  }
  return [...rows.values()].flatMap((row) => {
    const [first] = row;
    if (!first) return [];
    const marks = row.map(({ key }): Mark => ({ key, state: stateOf(key, results, now) }));
    const count = (state: MarkState): number => marks.filter((mark) => mark.state === state).length;
    const counts = {
      done: count('done'),
      failed: count('failed'),
      running: count('running'),
      open: count('open'),
    };
    return [{ arm: first.arm, size: first.size, teacher: first.teacher, marks, counts }];
  });
}

/** A failed run that is being tried again is running. */
function stateOf(key: string, results: ReadonlyMap<string, CellResult>, now: ReadonlySet<string>): MarkState {
  if (now.has(key)) return 'running';
  return results.get(key)?.status ?? 'open';
}

/** Results by the key of their cell, with those that came since. */
export function withResults(
  before: ReadonlyMap<string, CellResult> | null,
  news: readonly CellResult[],
): ReadonlyMap<string, CellResult> {
  const results = new Map(before);
  for (const result of news) results.set(result.cell.key, result);
  return results;
}

export interface Failure {
  readonly error: PlainError;
  /** Arms it happened to, each once. */
  readonly arms: readonly string[];
  readonly cells: number;
}

/** What failed, each reason once. */
export function failuresOf(results: Iterable<CellResult>): Failure[] {
  const found = new Map<string, { error: PlainError; arms: Set<string>; cells: number }>();
  for (const result of results) {
    if (result.status !== 'failed') continue;
    const { error, cell } = result;
    const key = JSON.stringify([error.code, error.message]);
    const one = found.get(key) ?? { error, arms: new Set(), cells: 0 };
    one.arms.add(cell.arm);
    one.cells += 1;
    found.set(key, one);
  }
  return [...found.values()].map(({ arms, ...rest }) => ({ ...rest, arms: [...arms] }));
}
