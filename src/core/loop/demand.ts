/** How many calls what is left of an iteration may come to at most, and for which examples. */
import type { Arm } from './arms.ts';
import { needsTeacher } from './arms.ts';
import { capReached } from './budget.ts';
import { callsAllowed, quotaOf, selectTargets } from './select.ts';
import type { IterationState, RunState } from './state.ts';
import { configOf, currentIteration, newIteration, startOf } from './state.ts';
import { lastFitReason } from './stops.ts';

/** Calls for one example, or for whichever of several. */
export interface Demand {
  readonly ids: readonly string[];
  readonly calls: number;
  /** New examples that a call is for, at most. */
  readonly count: number;
  /** Examples that may be accepted before the last of these calls, and then stand in its prompt. */
  readonly fresh: number;
}

export interface IterationDemand {
  readonly it: IterationState;
  /** false: the seeds are not all asked yet, and each is taken for wrong. */
  readonly wrongKnown: boolean;
  readonly demands: readonly Demand[];
  /** Candidates of replies that are there and not judged yet, at most. */
  readonly unjudged: number;
}

/** The demand of the iteration under way, or of the next where its asking is over. */
export function demandOf(state: RunState, arm: Arm): IterationDemand {
  const now = currentIteration(state);
  const it = now && now.added === null ? now : nextIteration(state, arm);
  const wrongKnown = it.wrong !== null;
  const none = { it, wrongKnown, demands: [], unjudged: 0 };
  if (state.finish || it.last || !needsTeacher(arm)) return none;
  const answered = it.wave.filter(({ parent }) => it.outcomes.get(parent)?.type === 'replied');
  const open = answered.filter(({ parent }) => !it.judged.has(parent));
  const unjudged = open.reduce(
    (sum, { parent, count }) => sum + count - (it.checks.get(parent)?.size ?? 0),
    0,
  );
  const waiting = it.wave.some(({ parent }) => !it.outcomes.has(parent));
  if (capReached(state) !== null && !waiting) return { ...none, unjudged };
  return { it, wrongKnown, demands: demands(state, it, arm), unjudged };
}

function nextIteration(state: RunState, arm: Arm): IterationState {
  const trainSize = startOf(state).seeds.length + state.augmented.length;
  const last = lastFitReason(state, arm) !== null;
  return newIteration({ type: 'iteration-started', iteration: state.iterations.length, trainSize, last });
}

function demands(state: RunState, it: IterationState, arm: Arm): Demand[] {
  const config = configOf(state);
  const perCall = 'examplesPerCall' in config.teacher ? config.teacher.examplesPerCall : 1;
  const seeds = startOf(state).seeds.map(({ id }) => id);
  const able = seeds.filter((id) => !state.exhausted.has(id));
  const everyone =
    config.augmentFrom === 'seeds' ? seeds : [...seeds, ...state.augmented.map(({ id }) => id)];
  const wrong = it.wrong ?? everyone;
  const anyOf = (ids: readonly string[], wanted: number, most: number): Demand[] =>
    wanted <= 0 || ids.length === 0
      ? []
      : [{ ids, calls: most * config.attempts, count: Math.min(wanted, perCall), fresh: wanted - 1 }];

  if (arm.select === 'random') {
    const wanted = quotaOf(state, { ...it, wrong }) - it.acceptedCount;
    return anyOf(able, wanted, mostWants(wanted, able.length));
  }
  const { budget } = config.stops;
  if (arm.rounds === 'once' && budget !== null && it.wrong === null) {
    // However many will be wrong, each is asked for its share of the budget, rounded up.
    return anyOf(able, budget, budget + able.length);
  }
  const targets = it.targets ?? selectTargets(state, { ...it, wrong }, arm, () => true);
  return [...targets].flatMap(([id, want]) => {
    const missing = want - (it.accepted.get(id) ?? 0);
    const calls = callsAllowed(config, want, perCall) - (it.calls.get(id) ?? 0);
    if (missing <= 0 || calls <= 0 || state.exhausted.has(id)) return [];
    // A last call shows nothing new, unless a reply of this wave may still bring some.
    const fresh = calls > 1 || it.outcomes.get(id)?.type === 'replied' ? missing - 1 : 0;
    return [{ ids: [id], calls, count: Math.min(missing, perCall), fresh }];
  });
}

/**
 * Wants that random selection may deal out for so many missing examples: who does not bring what was wanted is
 * left out and the rest dealt anew. The j-th last of `able` to be left out had at most ceil(missing / j) to
 * bring, as the wants are spread evenly; and nobody is ever asked for more than is missing.
 */
function mostWants(missing: number, able: number): number {
  let wants = missing;
  for (let j = 1; j <= able; j++) wants += Math.ceil(missing / j);
  return Math.min(wants, missing * able);
}
