/** How many calls what is left of an iteration may come to at most, and for which examples. */
import type { Arm } from './arms.ts';
import { needsTeacher } from './arms.ts';
import { capReached } from './budget.ts';
import { FAULTS_IN_A_ROW } from './calls.ts';
import { capOf, quotaOf } from './quota.ts';
import { callsAllowed, perCallOf, selectTargets } from './select.ts';
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
  const perCall = perCallOf(config);
  const seeds = startOf(state).seeds.map(({ id }) => id);
  const able = seeds.filter((id) => !state.exhausted.has(id));
  const everyone =
    config.augmentFrom === 'seeds' ? seeds : [...seeds, ...state.augmented.map(({ id }) => id)];
  const supposed = { ...it, wrong: it.wrong ?? everyone };
  if (arm.select !== 'wrong') return quotaDemand(state, supposed, arm, able);
  const { wrong } = supposed;
  const { budget } = config.stops;
  const toCap = capOf(state, arm);
  if (arm.rounds === 'once' && toCap !== null) return upToCap(state, supposed, toCap, wrong);
  if (arm.rounds === 'once' && budget !== null && it.wrong === null) {
    // However many will be wrong, each is asked for its share of the budget, rounded up.
    return anyOf(able, (budget + able.length) * config.attempts, Math.min(budget, perCall), budget - 1);
  }
  const targets = it.targets ?? selectTargets(state, supposed, arm, { pool: [], hasReplies: () => true });
  return [...targets].flatMap(([id, want]) => {
    const missing = want - (it.accepted.get(id) ?? 0);
    const calls = callsAllowed(state, arm, want, perCall) - (it.calls.get(id) ?? 0);
    if (missing <= 0 || calls <= 0 || state.exhausted.has(id)) return [];
    // A last call shows nothing new, unless a reply of this wave may still bring some.
    const fresh = calls > 1 || it.outcomes.get(id)?.type === 'replied' ? missing - 1 : 0;
    return [{ ids: [id], calls, count: Math.min(missing, perCall), fresh }];
  });
}

/** The demand of an arm that goes on until its share of the budget is spent. */
function quotaDemand(state: RunState, it: IterationState, arm: Arm, able: readonly string[]): Demand[] {
  const config = configOf(state);
  const quota = quotaOf(state, it, arm);
  if (quota.examples === Infinity) return upToCap(state, it, capOf(state, arm), able, quota);
  const missing = quota.examples - it.acceptedCount;
  if (arm.select === 'pool') {
    const calls = config.attempts * quota.examples - sum(it.calls.values());
    return missing <= 0 ? [] : anyOf(POOL, calls, 1, 0);
  }
  const calls = mostWants(missing, able.length) * config.attempts;
  return anyOf(able, calls, Math.min(missing, perCallOf(config)), missing - 1);
}

/** Whose prompts the texts of a pool stand in: nobody's of the run. */
const POOL: readonly string[] = [''];

/**
 * As many calls as the cap leaves room for. A reply takes a token at least, and so many calls may fail between two
 * replies; beyond the cap goes a group under way.
 */
function upToCap(
  state: RunState,
  it: IterationState,
  cap: 'calls' | 'tokens' | null,
  ids: readonly string[],
  quota = { calls: Infinity, tokens: Infinity },
): Demand[] {
  const config = configOf(state);
  const { promptTokens, completionTokens } = state.tally;
  const calls =
    cap === 'calls'
      ? Math.min((config.stops.maxCalls ?? 0) - state.calls, quota.calls - it.callCount)
      : (FAULTS_IN_A_ROW + 1) *
        (Math.min((config.stops.maxTokens ?? 0) - promptTokens - completionTokens, quota.tokens) +
          ('concurrency' in config.teacher ? config.teacher.concurrency : 1));
  // Each of them may bring as many as a call can, and all of these may stand in the last prompt.
  const count = perCallOf(config);
  return anyOf(ids, calls, count, calls * count - 1);
}

function anyOf(ids: readonly string[], calls: number, count: number, fresh: number): Demand[] {
  return calls <= 0 || count <= 0 || ids.length === 0 ? [] : [{ ids, calls, count, fresh }];
}

/**
 * Wants that selection with a quota may deal out for so many missing examples: who does not bring what was wanted is
 * left out and the rest dealt anew. The j-th last of `able` to be left out had at most ceil(missing / j) to
 * bring, as the wants are spread evenly; and nobody is ever asked for more than is missing.
 */
function mostWants(missing: number, able: number): number {
  let wants = missing;
  for (let j = 1; j <= able; j++) wants += Math.ceil(missing / j);
  return Math.min(wants, missing * able);
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const one of numbers) total += one;
  return total;
}
