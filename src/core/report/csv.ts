/** Figures as CSV (RFC 4180): one row a cell of the grid, or a table of the report as it stands. */
import type { CellDone, CellResult } from '../experiment/cell.ts';
import { wilson } from '../metrics/wilson.ts';
import type { TableBlock } from './blocks.ts';

type Value = string | number | null;

const PLACE = ['key', 'arm', 'draw', 'size', 'seed', 'teacher', 'status', 'error_code', 'error'];

/** A column of finished cells. Counts say more than shares; what is not read off them at once is the interval. */
const FIGURES: readonly (readonly [head: string, value: (cell: CellDone) => Value])[] = [
  ['seed_examples', ({ seeds }) => seeds],
  ['test_n', ({ test }) => test.n],
  ['test_right', ({ test }) => count(test.outcomes, '1')],
  ['test_wilson_low', (cell) => wilsonOf(cell)[0]],
  ['test_wilson_high', (cell) => wilsonOf(cell)[1]],
  ['test_unreadable', ({ test }) => count(test.outcomes, '?')],
  ['test_right_seeds_alone', ({ test }) => count(test.before, '1')],
  ['accepted', ({ accepted }) => accepted],
  ['teacher_calls', ({ calls }) => calls],
  ['teacher_tokens', ({ tokens }) => tokens],
  ['rejected', ({ rejected }) => Object.values(rejected).reduce((sum, one) => sum + one, 0)],
  [
    'rejected_for',
    ({ rejected }) =>
      Object.entries(rejected)
        .map(([reason, n]) => `${reason} ${n}`)
        .join('; '),
  ],
  ['labels_looked', ({ labels }) => labels?.looked ?? null],
  ['labels_disputed', ({ labels }) => labels?.disputed ?? null],
  ['seeds_wrong_at_first', ({ fixes }) => fixes?.wrongAtFirst ?? null],
  ['seeds_augmented', ({ fixes }) => fixes?.augmented ?? null],
  ['seeds_fixed', ({ fixes }) => fixes?.fixed ?? null],
  ['seeds_regressed', ({ fixes }) => fixes?.regressed ?? null],
  ['ended', ({ reason }) => reason],
  ['steps', ({ curve }) => curve.at(-1)?.steps ?? null],
  ['curve_examples', ({ curve }) => curve.map(({ examples }) => examples).join(' ')],
  ['curve_calls', ({ curve }) => curve.map(({ calls }) => calls).join(' ')],
  ['curve_tokens', ({ curve }) => curve.map(({ tokens }) => tokens ?? '?').join(' ')],
  ['curve_right', ({ curve }) => curve.map(({ right }) => right).join(' ')],
  ['outcomes', ({ test }) => test.outcomes],
];

/** Every cell with all that is known of it, in the order given; what is not known is empty. */
export function cellsCsv(results: readonly CellResult[]): string {
  return csv([[...PLACE, ...FIGURES.map(([head]) => head)], ...results.map(rowOf)]);
}

/** A table of the report. */
export function tableCsv({ columns, rows }: TableBlock): string {
  return csv([columns.map(({ head }) => head), ...rows]);
}

function rowOf(result: CellResult): Value[] {
  const { key, arm, draw, size, seed, teacher } = result.cell;
  const place: Value[] = [key, arm, draw, size, seed, teacher, result.status];
  if (result.status === 'failed') {
    return [...place, result.error.code, result.error.message, ...FIGURES.map(() => null)];
  }
  return [...place, null, null, ...FIGURES.map(([, value]) => value(result))];
}

function csv(rows: readonly (readonly Value[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV injection"); plain numbers
 * with a sign are left alone.
 */
function cell(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const formula = /^[=+\-@\t\r]/u.test(value) && !/^[+-]?\d+(\.\d+)?$/u.test(value);
  const guarded = formula ? `'${value}` : value;
  return /[",\r\n]/u.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** The 95 % interval of the share of test examples answered rightly, as fractions to four places. */
function wilsonOf({ test }: CellDone): readonly [low: number, high: number] {
  const [low, high] = wilson(count(test.outcomes, '1'), test.n).interval;
  return [Number(low.toFixed(4)), Number(high.toFixed(4))];
}

function count(outcomes: string, mark: string): number {
  return outcomes.split(mark).length - 1;
}
