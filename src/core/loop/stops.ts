/** When a run ends. The test set plays no part in any of it (invariant 3). */
import type { Arm } from './arms.ts';
import { needsTeacher, roundsOf } from './arms.ts';
import { capReached } from './budget.ts';
import { followsWrongSet } from './quota.ts';
import type { StopReason } from './events.ts';
import type { IterationState, RunState } from './state.ts';
import type { RunConfig } from '../config/schema.ts';
import { configOf, currentIteration, startOf } from './state.ts';

/**
 * Why the round just evaluated is the end, before anything is augmented in it; null: it goes on.
 * The training set has not changed since the fit, so no further fit is needed.
 */
export function stopBeforeAugmenting(state: RunState, arm: Arm): StopReason | null {
  const it = currentIteration(state);
  if (!it?.wrong) return null;
  const { stops } = configOf(state);
  const spent = spentReason(state, arm);
  if (spent) return spent;
  if (it.wrong.length === 0 && followsWrongSet(state, arm)) return 'no-wrong';
  const { seeds } = startOf(state);
  const wrongSeeds = wrongSeedCount(state, it);
  if (stops.seedAccuracy !== null && 1 - wrongSeeds / seeds.length >= stops.seedAccuracy)
    return 'seed-accuracy';
  if (stops.patience !== null && roundsWithoutImprovement(state) >= stops.patience) return 'patience';
  return null;
}

/** Why the next fit will be the last, or null while there are rounds to come. */
export function lastFitReason(state: RunState, arm: Arm): StopReason | null {
  const rounds = roundsOf(arm, configOf(state).iterations);
  const done = state.iterations.filter((it) => it.added !== null).length;
  // What cut the last round short goes before the number of rounds.
  const spent = done > 0 ? spentReason(state, arm) : null;
  return spent ?? (done >= rounds ? 'iterations' : null);
}

function spentReason(state: RunState, arm: Arm): StopReason | null {
  const { budget } = configOf(state).stops;
  if (budget !== null && state.acceptedTotal >= budget) return 'budget';
  return needsTeacher(arm) ? capReached(state) : null;
}

function roundsWithoutImprovement(state: RunState): number {
  let best = Infinity;
  let since = 0;
  for (const it of state.iterations) {
    if (!it.wrong) continue;
    const wrong = wrongSeedCount(state, it);
    since = wrong < best ? 0 : since + 1;
    best = Math.min(best, wrong);
  }
  return since;
}

function wrongSeedCount(state: RunState, it: IterationState): number {
  return (it.wrong ?? []).filter((id) => {
    const example = state.examples.get(id);
    return example !== undefined && !('root' in example);
  }).length;
}

/**
 * The configuration of a control arm: it spends exactly this many accepted examples and stops for nothing else but
 * the caps a person set on what a teacher may cost.
 */
export function withBudget(config: RunConfig, budget: number): RunConfig {
  return { ...config, stops: { ...config.stops, seedAccuracy: null, patience: null, budget } };
}
