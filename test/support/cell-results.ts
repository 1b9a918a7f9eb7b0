/** Results of cells written by hand, for reports whose figures can be worked out on paper. */
import type { Cell, CellDone, CellFailed, CellResult } from '../../src/core/experiment/cell.ts';
import { parseSpec, type ExperimentSpec, type ExperimentSpecInput } from '../../src/core/experiment/spec.ts';
import type { ReportInput } from '../../src/core/report/model.ts';

/** Test examples of every cell. */
const TEST = 10;

function cellOf(arm: string, draw: number, place: Partial<Cell> = {}): Cell {
  const { size = null, seed = 1, teacher = 0 } = place;
  return {
    key: `${arm}/draw-${draw}/size-${size ?? 'base'}/seed-${seed}/teacher-${teacher}`,
    arm,
    draw,
    size,
    seed,
    teacher,
  };
}

/** The first `right` test examples right, the others wrong. */
export function outcomesOf(right: number, n = TEST): string {
  return '1'.repeat(right) + '0'.repeat(n - right);
}

/** A run that went from `before` to `right` right answers of 10 in one round, with 5 examples in 6 calls. */
export function doneCell(
  arm: string,
  draw: number,
  [before, right]: readonly [before: number, right: number],
  changes: Partial<CellDone> & { readonly place?: Partial<Cell> } = {},
): CellDone {
  const { place, ...rest } = changes;
  const idle = arm === 'seeds-only';
  const first = { iteration: 0, examples: 0, trainSize: 4, calls: 0, tokens: 0, steps: 30, right: before };
  const last = { iteration: 1, examples: 5, trainSize: 9, calls: 6, tokens: 0, steps: 40, right };
  return {
    status: 'done',
    cell: cellOf(arm, draw, place),
    config: specOf({ arms: [arm] }).base,
    test: {
      n: TEST,
      outcomes: outcomesOf(right),
      before: outcomesOf(before),
      answers: null,
      answersBefore: null,
    },
    seeds: 4,
    curve: idle ? [first] : [first, last],
    accepted: idle ? 0 : 5,
    calls: idle ? 0 : 6,
    tokens: 0,
    rejected: idle ? {} : { similar: 1 },
    labels: null,
    fixes: idle ? null : { wrongAtFirst: 3, augmented: 2, fixed: 1, regressed: 1 },
    reason: 'iterations',
    ...rest,
  };
}

export function failedCell(arm: string, draw: number, place: Partial<Cell> = {}): CellFailed {
  return {
    status: 'failed',
    cell: cellOf(arm, draw, place),
    error: {
      code: 'needs-live-teacher',
      message: 'The arm needs a live teacher.',
      remedy: 'Choose a live teacher for it.',
    },
  };
}

export function specOf(input: Partial<ExperimentSpecInput> = {}): ExperimentSpec {
  return parseSpec({
    name: 'By hand',
    base: { data: { id: 'tiny', perClass: 2 } },
    ...input,
    arms: [...new Set(input.arms ?? ['llm2llm', 'untargeted', 'seeds-only'])],
  });
}

/** Two labels that take turns in the test set; `changes` over it. */
export function inputOf(results: readonly CellResult[], changes: Partial<ReportInput> = {}): ReportInput {
  return {
    spec: specOf({ arms: [...new Set(results.map(({ cell }) => cell.arm)), 'llm2llm'] }),
    data: {
      title: 'Tiny',
      hash: 'f'.repeat(64),
      labels: ['bad', 'good'],
      task: 'classification',
      pool: 12,
      test: TEST,
      leaks: { exact: 0, near: 0 },
      gold: Array.from({ length: TEST }, (_, i) => i % 2),
    },
    results,
    teachers: ['recorded replies'],
    reproduce: { link: 'https://example.org/#/experiment', command: 'npm run experiment -- by-hand.json' },
    ...changes,
  };
}

/** Seven draws of three arms; what comes out is worked out in build.test.ts. */
export function sevenDraws(): CellResult[] {
  const right = {
    llm2llm: [7, 8, 7, 9, 8, 7, 8],
    untargeted: [6, 7, 6, 8, 7, 6, 8],
    'seeds-only': [6, 6, 6, 6, 6, 6, 6],
  };
  return Object.entries(right).flatMap(([arm, counts]) =>
    counts.map((count, at) => doneCell(arm, at + 1, [6, count])),
  );
}
