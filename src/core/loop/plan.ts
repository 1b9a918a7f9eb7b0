/**
 * What a run does next, as a pure function of its state: resuming is nothing but planning from a folded
 * log. The order of the paper: train, evaluate, collect the wrong set, ask the teacher, filter, grow.
 */
import type { Example } from '../example.ts';
import type { Arm } from './arms.ts';
import { needsTeacher } from './arms.ts';
import { capReached } from './budget.ts';
import { askedOfFold } from './folds.ts';
import type { Look, LooksOf } from './looks.ts';
import { openLooks } from './looks.ts';
import type { AskedSet, Predicted, Replied, StopReason } from './events.ts';
import { capOf, quotaReached } from './quota.ts';
import { nextWave } from './select.ts';
import type { AskRequest, IterationState, RunState } from './state.ts';
import { configOf, currentIteration, startOf } from './state.ts';
import { lastFitReason, stopBeforeAugmenting } from './stops.ts';

/** What planning needs to know beside the state. */
export interface PlanContext {
  readonly arm: Arm;
  readonly test: readonly Example[];
  readonly folds: readonly (readonly string[])[];
  /** Questions in one step. */
  readonly chunk: number;
  readonly examplesPerCall: number;
  /** Calls that may be under way at once. */
  readonly atOnce: number;
  /** null: labels are not checked. */
  readonly looksOf: LooksOf | null;
}

export type Action =
  | { readonly kind: 'begin'; readonly iteration: number; readonly last: boolean }
  | { readonly kind: 'fit'; readonly fold: number | null }
  | {
      readonly kind: 'predict';
      readonly of: AskedSet;
      readonly fold: number | null;
      readonly examples: readonly Example[];
    }
  | { readonly kind: 'collect' }
  | { readonly kind: 'select' }
  | { readonly kind: 'copy' }
  | { readonly kind: 'wave'; readonly requests: readonly AskRequest[] }
  | { readonly kind: 'ask'; readonly requests: readonly AskRequest[] }
  | { readonly kind: 'check'; readonly looks: readonly Look[] }
  | { readonly kind: 'judge'; readonly reply: Replied; readonly count: number }
  | { readonly kind: 'grow' }
  | { readonly kind: 'finish'; readonly reason: StopReason };

/** The next action of a started run; null when it has finished. */
export function planNext(state: RunState, context: PlanContext): Action | null {
  if (state.finish) return null;
  const it = currentIteration(state);
  if (!it || it.added !== null) {
    const last = lastFitReason(state, context.arm) !== null;
    return { kind: 'begin', iteration: state.iterations.length, last };
  }
  return (
    planEvaluation(state, it, context) ??
    (it.last ? { kind: 'finish', reason: lastFitReason(state, context.arm) ?? 'iterations' } : null) ??
    planWrongSet(state, it, context) ??
    planAugmentation(state, it, context)
  );
}

function planEvaluation(state: RunState, it: IterationState, context: PlanContext): Action | null {
  if (!it.fit) return { kind: 'fit', fold: null };
  const { chunk, test } = context;
  const seeds = nextQuestions(startOf(state).seeds, it.seeds, chunk);
  if (seeds.length > 0) return { kind: 'predict', of: 'seeds', fold: null, examples: seeds };
  const held = nextQuestions(test, it.test, chunk);
  if (held.length > 0) return { kind: 'predict', of: 'test', fold: null, examples: held };
  const config = configOf(state);
  // The ablation that augments augmented examples must know which of them are wrong; folds are asked later.
  const ablated = config.augmentFrom === 'seeds-and-augmented' && context.folds.length === 0;
  if (config.measureAugmented || ablated) {
    const augmented = nextQuestions(state.augmented, it.augmented, chunk);
    if (augmented.length > 0) return { kind: 'predict', of: 'augmented', fold: null, examples: augmented };
  }
  return null;
}

/** Predictions are made in the order of their set, so the count says where to go on. */
function nextQuestions(
  set: readonly Example[],
  asked: ReadonlyMap<string, Predicted>,
  chunk: number,
): readonly Example[] {
  return set.slice(asked.size, asked.size + chunk);
}

function planWrongSet(state: RunState, it: IterationState, context: PlanContext): Action | null {
  if (it.wrong) return null;
  for (const [fold, ids] of context.folds.entries()) {
    if (!it.folds.has(fold)) return { kind: 'fit', fold };
    const open = askedOfFold(configOf(state), state.augmented, ids)
      .filter((id) => !it.heldOut.has(id) && !it.heldOutAugmented.has(id))
      .slice(0, context.chunk);
    if (open.length > 0) {
      const examples = open.flatMap((id) => state.examples.get(id) ?? []);
      return { kind: 'predict', of: 'held-out', fold, examples };
    }
  }
  return { kind: 'collect' };
}

function planAugmentation(state: RunState, it: IterationState, context: PlanContext): Action {
  const { arm } = context;
  if (it.targets === null) {
    const reason = stopBeforeAugmenting(state, arm);
    return reason ? { kind: 'finish', reason } : { kind: 'select' };
  }
  if (it.selectionEmpty && it.targets.size === 0) {
    return { kind: 'finish', reason: arm.select === 'pool' ? 'pool-used-up' : 'replies-used-up' };
  }
  if (!needsTeacher(arm)) return it.acceptedCount === 0 ? { kind: 'copy' } : { kind: 'grow' };
  const outstanding = it.wave.filter(({ parent }) => !it.outcomes.has(parent));
  if (outstanding.length > 0) return { kind: 'ask', requests: outstanding };
  const looks = context.looksOf ? openLooks(it, context.looksOf) : [];
  if (looks.length > 0) return { kind: 'check', looks };
  for (const { parent, count } of it.wave) {
    const outcome = it.outcomes.get(parent);
    if (outcome?.type === 'replied' && !it.judged.has(parent))
      return { kind: 'judge', reply: outcome, count };
  }
  const requests = nextWave(state, it, arm, context);
  if (requests.length > 0) return { kind: 'wave', requests };
  return topUp(state, it, arm) ? { kind: 'select' } : { kind: 'grow' };
}

/**
 * Selection goes on until the iteration's share of the budget is spent or nobody is left. Without a budget nobody
 * takes the place of a seed that brought nothing, where each was to bring as much as the others; and a wrong seed's
 * place nobody takes at all, but for one-shot with a cap to spend.
 */
function topUp(state: RunState, it: IterationState, arm: Arm): boolean {
  if (it.selectionEmpty || quotaReached(state, it, arm) || capReached(state) !== null) return false;
  const toCap = capOf(state, arm) !== null;
  if (arm.select === 'wrong') return arm.rounds === 'once' && toCap;
  return arm.select !== 'each' || toCap || configOf(state).stops.budget !== null;
}
