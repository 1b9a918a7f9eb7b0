/** What an experiment comes to, in words. */
import type { PlanFacts } from '../../core/experiment/progress.ts';
import { PLAN } from '../copy/experiments.ts';

export interface PlanRow {
  readonly name: string;
  readonly value: string;
}

export function planRows({ cells, computed, seeds, test, fits, calls, cost }: PlanFacts): PlanRow[] {
  return [
    { name: PLAN.runs, value: PLAN.runsOf(computed, cells) },
    { name: PLAN.seeds, value: PLAN.seedsOf(...seeds) },
    { name: PLAN.test, value: test.toLocaleString('en') },
    { name: PLAN.fits, value: PLAN.atMost(fits) },
    { name: PLAN.calls, value: calls === 0 ? PLAN.noCalls : PLAN.atMost(calls) },
    ...(calls === 0
      ? []
      : [{ name: PLAN.cost, value: cost === null ? PLAN.unknownCost : PLAN.costOf(cost) }]),
  ];
}
