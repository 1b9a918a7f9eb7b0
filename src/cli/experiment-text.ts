/** What `npm run experiment` says while it plans and runs. */
import type { CellResult } from '../core/experiment/cell.ts';
import type { PlanFacts, Progress } from '../core/experiment/progress.ts';
import type { ExperimentSpec } from '../core/experiment/spec.ts';

/** The plan and its cost, a line each. */
export function factsText({ name, arms }: ExperimentSpec, facts: PlanFacts): string {
  const [least, most] = facts.seeds;
  const lines = [
    `${name}: ${arms.length} arms, ${facts.cells} cells, of which ${facts.computed} are computed`,
    `  seeds of a run: ${least === most ? least : `${least} to ${most}`}; test examples: ${facts.test}`,
    `  fits: at most ${facts.fits}; calls to a live teacher: ${facts.calls === 0 ? 'none' : `at most ${facts.calls}`}`,
    ...(facts.calls > 0 ? [`  cost of these calls: ${costText(facts.cost)}`] : []),
    ...facts.impossible.map(({ arm, error }) => `  ${arm} cannot run here: ${error.message}`),
  ];
  return `${lines.join('\n')}\n`;
}

function costText(cost: number | null): string {
  return cost === null ? 'not known (it takes both prices of the teacher)' : `at most ${cost.toFixed(2)}`;
}

/** How far an experiment is, in a few words. */
export function progressLine({ done, failed, cells, secondsLeft }: Progress): string {
  const left = secondsLeft === null ? '' : `, ${timeText(secondsLeft)} left`;
  return `[${done + failed} of ${cells}${left}]`;
}

/** What a cell came to, on one line. */
export function resultLine(result: CellResult): string {
  const { key } = result.cell;
  if (result.status === 'failed') return `${key}: failed: ${result.error.message}`;
  const { curve, test, accepted } = result;
  const right = curve[curve.length - 1]?.right ?? 0;
  return `${key}: test ${((100 * right) / test.n).toFixed(1)} %, ${accepted} examples`;
}

/** Seconds as people say them. */
function timeText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
