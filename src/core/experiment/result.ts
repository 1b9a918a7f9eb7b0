/** What is kept of a cell's run: read off its finished state, or off the result of a cell that began the same. */
import type { RunConfig } from '../config/schema.ts';
import { armOf, needsTeacher } from '../loop/arms.ts';
import type { Predicted, StopReason } from '../loop/events.ts';
import type { IterationState, RunState } from '../loop/state.ts';
import { configOf, startOf } from '../loop/state.ts';
import type { Cell, CellDone, CurvePoint, FixCounts } from './cell.ts';

/** The result of a finished run. Throws when it has not finished: a caller's mistake. */
export function cellResultOf(cell: Cell, state: RunState): CellDone {
  const { start, finish, iterations, tally } = state;
  const first = iterations[0];
  const last = iterations[iterations.length - 1];
  if (!start || !finish || !first || !last) throw new Error('The run of a cell has not finished.');
  const places = placesOf(start.labels);
  return {
    status: 'done',
    cell,
    config: start.config,
    test: {
      n: start.test.count,
      outcomes: outcomesOf(last),
      before: outcomesOf(first),
      answers: places && answersOf(last, places),
      answersBefore: places && answersOf(first, places),
    },
    seeds: start.seeds.length,
    curve: curveOf(state),
    accepted: state.augmented.length,
    calls: state.calls,
    tokens: tally.unknown > 0 ? null : tally.promptTokens + tally.completionTokens,
    rejected: rejectedOf(iterations),
    labels: looksOf(state),
    fixes: fixesOf(state),
    reason: finish.reason,
  };
}

/**
 * The result of a run that ends with the fit on the seeds alone, read off a run that began with that fit.
 * @param config of the run that ends there
 */
export function firstFitOf(result: CellDone, cell: Cell, config: RunConfig, reason: StopReason): CellDone {
  const { test, seeds, curve } = result;
  return {
    status: 'done',
    cell,
    config,
    test: { ...test, outcomes: test.before, answers: test.answersBefore },
    seeds,
    curve: curve.slice(0, 1),
    accepted: 0,
    calls: 0,
    tokens: 0,
    rejected: {},
    labels: checksLabels(config) ? { looked: 0, disputed: 0 } : null,
    fixes: null,
    reason,
  };
}

/** Test examples are asked in their order, which the map keeps. */
function outcomesOf({ test }: IterationState): string {
  return Array.from(test.values(), ({ answer, correct }) =>
    correct ? '1' : answer === null ? '?' : '0',
  ).join('');
}

/** The places of the labels; null where answers are free-form. */
function placesOf(labels: readonly string[]): ReadonlyMap<string, number> | null {
  return labels.length === 0 ? null : new Map(labels.map((label, place) => [label, place]));
}

function answersOf({ test }: IterationState, places: ReadonlyMap<string, number>): number[] {
  return Array.from(test.values(), ({ answer }) => (answer === null ? -1 : (places.get(answer) ?? -1)));
}

function curveOf(state: RunState): CurvePoint[] {
  const seeds = startOf(state).seeds.length;
  let calls = 0;
  let tokens: number | null = 0;
  return state.iterations.flatMap(({ iteration, trainSize, fit, test, callCount, tally }) => {
    const point: CurvePoint = {
      iteration,
      examples: trainSize - seeds,
      trainSize,
      calls,
      tokens,
      steps: fit?.steps ?? 0,
      right: rightOf(test),
    };
    calls += callCount;
    tokens =
      tokens === null || tally.unknown > 0 ? null : tokens + tally.promptTokens + tally.completionTokens;
    return fit ? [point] : [];
  });
}

function rightOf(answers: ReadonlyMap<string, Predicted>): number {
  return [...answers.values()].filter(({ correct }) => correct).length;
}

function rejectedOf(iterations: readonly IterationState[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { candidates } of iterations) {
    for (const { reject } of candidates)
      if (reject !== null) counts.set(reject, (counts.get(reject) ?? 0) + 1);
  }
  // Sorted: the same counts are the same bytes, whichever came first.
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function looksOf(state: RunState): CellDone['labels'] {
  if (!checksLabels(configOf(state))) return null;
  // What an earlier filter rejected, or nobody could give an opinion on, says nothing about the teacher's labels.
  const disputed = rejectedOf(state.iterations)['label-disputed'] ?? 0;
  return { looked: state.acceptedTotal + disputed, disputed };
}

function checksLabels({ arm: id, filters }: RunConfig): boolean {
  const arm = armOf(id);
  return filters.labelCheck !== 'off' && arm !== undefined && needsTeacher(arm);
}

/** By the wrong-set rule: the first collection against the last, and the examples that were in training by then. */
function fixesOf(state: RunState): FixCounts | null {
  const collected = state.iterations.flatMap((it) => (it.wrong ? [{ it, wrong: new Set(it.wrong) }] : []));
  const first = collected[0];
  const last = collected[collected.length - 1];
  if (!first || !last || first === last) return null;
  const parents = new Set(
    state.augmented.filter(({ iteration }) => iteration < last.it.iteration).map(({ parent }) => parent),
  );
  const seeds = startOf(state).seeds.map(({ id }) => id);
  const wrongAtFirst = seeds.filter((id) => first.wrong.has(id));
  const augmented = wrongAtFirst.filter((id) => parents.has(id));
  return {
    wrongAtFirst: wrongAtFirst.length,
    augmented: augmented.length,
    fixed: augmented.filter((id) => !last.wrong.has(id)).length,
    regressed: seeds.filter((id) => !first.wrong.has(id) && last.wrong.has(id)).length,
  };
}
