/** What one arm came to at one place of the grid. */
import type { CellDone, CellResult, FixCounts } from '../experiment/cell.ts';
import type { StopReason } from '../loop/events.ts';
import { meanOf } from '../metrics/mean.ts';
import { wilson } from '../metrics/wilson.ts';
import { classFigures } from './class-figures.ts';
import { estimate, meanIfKnown, ofCells, sum } from './estimate.ts';
import type { ArmFigures, CurveFigures, Estimate, ReportData } from './model.ts';

/** @param results the arm's cells at this place, whichever draws and random seeds they are of */
export function armFigures(arm: string, results: readonly CellResult[], data: ReportData): ArmFigures {
  const done = results.filter((result) => result.status === 'done');
  const looks = done.flatMap(({ labels }) => labels ?? []);
  return {
    arm,
    done: done.length,
    failed: results.length - done.length,
    accuracy: accuracyOf(done, accuracy),
    gain: estimate(ofCells(done, (one) => accuracy(one) - firstAccuracy(one))),
    means: meansOf(done),
    candidates: sum(done.map(candidatesOf)),
    rejected: counted(done.map(({ rejected }) => Object.entries(rejected)).flat()),
    unparsable: {
      count: sum(done.map(({ test }) => countOf(test.outcomes, '?'))),
      of: sum(done.map(({ test }) => test.n)),
    },
    ended: counted(done.map(({ reason }): [StopReason, number] => [reason, 1])),
    labels:
      looks.length === 0
        ? null
        : {
            looked: sum(looks.map(({ looked }) => looked)),
            disputed: sum(looks.map(({ disputed }) => disputed)),
          },
    fixes: fixesOf(done.flatMap(({ fixes }) => fixes ?? [])),
    turned: turned(done),
    curve: curveOf(done),
    classes: classFigures(done, data),
  };
}

/** Share of the test set answered rightly by the last fit. */
export function accuracy({ test }: CellDone): number {
  return test.n === 0 ? 0 : countOf(test.outcomes, '1') / test.n;
}

/** The same of the fit on the seeds alone. */
export function firstAccuracy({ test }: CellDone): number {
  return test.n === 0 ? 0 : countOf(test.before, '1') / test.n;
}

function candidatesOf({ accepted, rejected }: CellDone): number {
  return accepted + sum(Object.values(rejected));
}

function accuracyOf(done: readonly CellDone[], value: (cell: CellDone) => number): Estimate | null {
  const n = done[0]?.test.n ?? 0;
  return estimate(ofCells(done, value), (mean) => wilson(mean * n, n).interval);
}

function meansOf(done: readonly CellDone[]): ArmFigures['means'] {
  if (done.length === 0) return null;
  const mean = (value: (cell: CellDone) => number): number => meanOf(done.map(value)).mean;
  return {
    seeds: mean(({ seeds }) => seeds),
    accepted: mean(({ accepted }) => accepted),
    calls: mean(({ calls }) => calls),
    tokens: meanIfKnown(done.map(({ tokens }) => tokens)),
    steps: mean(({ curve }) => curve.at(-1)?.steps ?? 0),
  };
}

function fixesOf(fixes: readonly FixCounts[]): FixCounts | null {
  if (fixes.length === 0) return null;
  const total = (of: keyof FixCounts): number => sum(fixes.map((one) => one[of]));
  return {
    wrongAtFirst: total('wrongAtFirst'),
    augmented: total('augmented'),
    fixed: total('fixed'),
    regressed: total('regressed'),
  };
}

function turned(done: readonly CellDone[]): ArmFigures['turned'] {
  let [right, wrong, of] = [0, 0, 0];
  for (const { test } of done) {
    of += test.n;
    for (let i = 0; i < test.n; i++) {
      const [before, after] = [test.before[i] === '1', test.outcomes[i] === '1'];
      if (!before && after) right += 1;
      if (before && !after) wrong += 1;
    }
  }
  return { right, wrong, of };
}

/** A run that ended earlier stays at its last fit, so that every point is of the same draws. */
function curveOf(done: readonly CellDone[]): CurveFigures[] {
  const measured = done.filter(({ curve }) => curve.length > 0);
  const length = Math.max(0, ...measured.map(({ curve }) => curve.length));
  return Array.from({ length }, (_, at) => {
    const points = measured.flatMap((one) => {
      const point = one.curve[Math.min(at, one.curve.length - 1)];
      return point ? [{ one, point }] : [];
    });
    const n = measured[0]?.test.n ?? 0;
    const shares = points.map(({ one, point }) => ({
      draw: one.cell.draw,
      value: one.test.n === 0 ? 0 : point.right / one.test.n,
    }));
    const share = estimate(shares, (mean) => wilson(mean * n, n).interval);
    if (!share) return [];
    return [
      {
        iteration: at,
        examples: meanOf(points.map(({ point }) => point.examples)).mean,
        tokens: meanIfKnown(points.map(({ point }) => point.tokens)),
        accuracy: share,
      },
    ];
  }).flat();
}

function countOf(outcomes: string, mark: string): number {
  return outcomes.split(mark).length - 1;
}

function counted<Key extends string>(entries: readonly (readonly [Key, number])[]): Record<Key, number> {
  const totals = new Map<Key, number>();
  for (const [key, count] of entries) totals.set(key, (totals.get(key) ?? 0) + count);
  return Object.fromEntries([...totals].sort(([a], [b]) => (a < b ? -1 : 1))) as Record<Key, number>;
}
