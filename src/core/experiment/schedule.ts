/** Which cells can be run next, and which need not be run at all. Pure: the one scheduler of page and command line. */
import type { RunConfig } from '../config/schema.ts';
import type { PlainError } from '../errors.ts';
import { capped, spentOf } from './budget.ts';
import type { Cell, CellResult } from './cell.ts';
import { isPermanent } from './faults.ts';
import type { PlannedCell } from './plan.ts';
import { firstFitOf } from './result.ts';

export type Results = ReadonlyMap<string, CellResult>;

/** A cell ready to be run: plain data, for a worker too. */
export interface CellJob {
  readonly cell: Cell;
  /** Complete, budget included. */
  readonly config: RunConfig;
}

/** What is to be done about a cell that is ready. */
export type Step =
  { readonly kind: 'run'; readonly job: CellJob } | { readonly kind: 'result'; readonly result: CellResult };

/** The results that stay when an experiment is run again: failed cells get another try, unless it would change nothing. */
export function keptResults(plan: readonly PlannedCell[], stored: Results): Map<string, CellResult> {
  return new Map(
    plan.flatMap(({ cell: { key } }) => {
      const result = stored.get(key);
      return result && (result.status === 'done' || isPermanent(result.error))
        ? [[key, result] as const]
        : [];
    }),
  );
}

/**
 * The cells without a result that wait for no other, earliest draws first: an experiment that is stopped then has
 * whole draws to compare.
 * @param running keys of the cells under way
 */
export function readyCells(
  plan: readonly PlannedCell[],
  results: Results,
  running: ReadonlySet<string>,
): PlannedCell[] {
  return plan
    .filter(({ cell: { key } }) => !results.has(key) && !running.has(key))
    .filter(({ budgetFrom, sameAs }) =>
      [budgetFrom, sameAs].every((other) => !other || results.has(other.key)),
    )
    .sort((a, b) => a.cell.draw - b.cell.draw);
}

/** What a ready cell comes to: a run, or a result that follows from the results it waited for. */
export function stepOf(planned: PlannedCell, results: Results): Step {
  const { cell, config, budgetFrom, sameAs } = planned;
  const setter = budgetFrom && results.get(budgetFrom.key);
  if (setter?.status === 'failed') return failed(cell, noBudget(setter.cell, setter.error));
  const spent = setter && spentOf(setter, budgetFrom.unit);
  if (setter && spent === null) return failed(cell, uncounted(setter.cell));
  const complete =
    budgetFrom && spent !== null && spent !== undefined
      ? capped(config, budgetFrom.unit, spent, false)
      : config;

  if (sameAs) {
    const source = results.get(sameAs.key);
    if (source?.status === 'done') {
      const whole = sameAs.of === 'whole';
      const result = whole
        ? { ...source, cell, config: complete }
        : firstFitOf(source, cell, complete, 'iterations');
      return { kind: 'result', result };
    }
    if (source && sameAs.of === 'whole') return failed(cell, source.error);
  }
  // A run that may not spend anything ends with the fit on the seeds alone, which the setter began with.
  if (setter && spent === 0) return { kind: 'result', result: firstFitOf(setter, cell, complete, 'budget') };
  return { kind: 'run', job: { cell, config: complete } };
}

function failed(cell: Cell, error: PlainError): Step {
  return { kind: 'result', result: { status: 'failed', cell, error } };
}

function noBudget(setter: Cell, error: PlainError): PlainError {
  return {
    code: 'no-budget',
    message: `Its budget is what ${setter.arm} spends, which could not run: ${error.message}`,
    remedy: error.remedy,
  };
}

function uncounted(setter: Cell): PlainError {
  return {
    code: 'no-token-count',
    message: `Its budget is the tokens that ${setter.arm} took, and the teacher did not say how many.`,
    remedy: 'Plan the experiment anew with a budget in examples or in calls.',
  };
}
