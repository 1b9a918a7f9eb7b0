/** Which examples go to the teacher, how many new ones each, and which calls come next. */
import type { RunConfig } from '../config/schema.ts';
import { randomStream } from '../random.ts';
import type { Arm } from './arms.ts';
import { callsFor, capReached, isMetered } from './budget.ts';
import { capOf, quotaOf, quotaReached } from './quota.ts';
import type { AskRequest, IterationState, RunState } from './state.ts';
import { configOf, startOf } from './state.ts';

export type Target = readonly [id: string, want: number];

/** Whom a selection may choose. */
export interface Choice {
  /** The ids of the unlabelled pool; empty but for an arm that labels one. */
  readonly pool: readonly string[];
  /** Whether an example can still be augmented: the teacher has replies left for it. */
  readonly hasReplies: (id: string) => boolean;
}

/**
 * The targets of this iteration. For arms with a quota also the top-up, when earlier targets brought less than
 * the iteration's share of the budget; for one-shot, when a cap on calls or tokens is not spent yet.
 * Empty when there is nobody to choose. Their order is random, so that a budget that runs out in the
 * middle does not favour the first class of a sorted file.
 */
export function selectTargets(
  state: RunState,
  it: IterationState,
  arm: Arm,
  { pool, hasReplies }: Choice,
): Target[] {
  const config = configOf(state);
  const random = randomStream(config.seed, 'select', it.iteration, it.targets?.size ?? 0, it.acceptedCount);
  const able = (ids: readonly string[]): string[] =>
    ids.filter((id) => !state.exhausted.has(id) && hasReplies(id) && !gaveUp(it, id));
  if (arm.select === 'wrong') {
    const wrong = able(it.wrong ?? []);
    const once = arm.rounds === 'once' && it.targets === null;
    const each = once ? onceEach(state, wrong.length) : config.perWrong;
    return random.shuffle(wrong).map((id) => [id, each]);
  }
  if (arm.select === 'pool') {
    // A text is asked for once a round, and never again once there was a reply.
    const open = pool.filter((id) => !state.used.has(id) && !it.targets?.has(id));
    return random
      .shuffle(open)
      .slice(0, poolRoom(state, it, arm))
      .map((id) => [id, 1]);
  }
  const all = startOf(state).seeds.map(({ id }) => id);
  const { examples, calls } = quotaOf(state, it, arm);
  if (arm.source === 'copies') return spread(copyOrder(state, all), examples - it.acceptedCount);
  // Beyond a parent's known replies nothing can be asked; the wave after finds out and leaves it out.
  const ids = random.shuffle(able(all));
  if (examples < Infinity) return spread(ids, examples - it.acceptedCount);
  // Calls or tokens are the measure: each call is for as many as one for a wrong seed would be.
  const unit = Math.min(config.perWrong, perCallOf(config));
  const room = calls === Infinity ? ids.length : (calls - it.callCount) / callsFor(config, unit);
  return spread(ids, Math.max(1, Math.floor(room)), unit);
}

/**
 * How many texts of the pool may be asked for now. In all a round gets `attempts` calls for each example wanted,
 * as in the other arms; here each call is for another text.
 */
function poolRoom(state: RunState, it: IterationState, arm: Arm): number {
  const config = configOf(state);
  const { examples, calls } = quotaOf(state, it, arm);
  if (examples < Infinity) {
    return Math.min(examples - it.acceptedCount, config.attempts * examples - (it.targets?.size ?? 0));
  }
  if (calls === Infinity) return startOf(state).seeds.length;
  return Math.max(1, Math.floor((calls - it.callCount) / callsFor(config, 1)));
}

/**
 * The next wave of calls, one a parent; empty when the iteration's asking is over or a cap is reached. Where
 * a cap counts tokens or money, a wave is no more than is asked at once: what it took is known before the next.
 * @param atOnce how many calls may be under way at once
 */
export function nextWave(
  state: RunState,
  it: IterationState,
  arm: Arm,
  { examplesPerCall, atOnce }: { readonly examplesPerCall: number; readonly atOnce: number },
): AskRequest[] {
  const config = configOf(state);
  const { stops, filters } = config;
  if (capReached(state) !== null || quotaReached(state, it, arm)) return [];
  const quota = quotaOf(state, it, arm);
  const most = isMetered(config) ? atOnce : Infinity;
  let room = Math.min((stops.budget ?? Infinity) - state.acceptedTotal, quota.examples - it.acceptedCount);
  let calls = Math.min((stops.maxCalls ?? Infinity) - state.calls, quota.calls - it.callCount);
  const requests: AskRequest[] = [];
  for (const [parent, want] of inTurn(it, isMetered(config))) {
    if (requests.length >= most || calls < callsFor(config, 1) || room <= 0) break;
    const attempt = it.calls.get(parent) ?? 0;
    const missing = want - (it.accepted.get(parent) ?? 0);
    if (missing <= 0 || attempt >= callsAllowed(state, arm, want, examplesPerCall)) continue;
    if (state.exhausted.has(parent)) continue;
    const checkable = filters.labelCheck === 'teacher' ? calls - 1 : Infinity;
    const count = Math.min(missing, examplesPerCall, room, checkable);
    requests.push({ parent, count, attempt });
    room -= count;
    calls -= callsFor(config, count);
  }
  return requests;
}

/**
 * Calls an example may get in one iteration when `want` new ones are wanted of it: `attempts` for each call that
 * should do. Where calls or tokens are the budget, what is wanted comes bit by bit, and so do the calls.
 */
export function callsAllowed(state: RunState, arm: Arm, want: number, examplesPerCall: number): number {
  // An unlabelled text is not asked for twice: another takes its place.
  if (arm.select === 'pool') return 1;
  const { attempts, perWrong } = configOf(state);
  const perCall = capOf(state, arm) === null ? examplesPerCall : Math.min(perWrong, examplesPerCall);
  return Math.ceil(want / perCall) * attempts;
}

/** New examples that one call to the configured teacher can bring. */
export function perCallOf({ teacher }: RunConfig): number {
  return 'examplesPerCall' in teacher ? teacher.examplesPerCall : 1;
}

/** The targets in order. In small waves nobody is asked a second time before all were asked once. */
function inTurn(it: IterationState, smallWaves: boolean): readonly Target[] {
  const targets = [...(it.targets ?? [])];
  const calls = ([id]: Target): number => it.calls.get(id) ?? 0;
  return smallWaves ? targets.sort((a, b) => calls(a) - calls(b)) : targets;
}

function onceEach(state: RunState, wrong: number): number {
  const { stops, perWrong, iterations } = configOf(state);
  return stops.budget === null ? perWrong * iterations : Math.ceil(stops.budget / Math.max(1, wrong));
}

/** A parent that was asked and did not bring what was wanted is not chosen again in this iteration. */
function gaveUp(it: IterationState, id: string): boolean {
  const want = it.targets?.get(id);
  return want !== undefined && (it.accepted.get(id) ?? 0) < want;
}

/** Seeds in one random order for the whole run, going on where the last copies ended: even repetition. */
function copyOrder(state: RunState, ids: readonly string[]): string[] {
  const order = randomStream(configOf(state).seed, 'copies').shuffle(ids);
  const at = state.acceptedTotal % Math.max(1, order.length);
  return [...order.slice(at), ...order.slice(0, at)];
}

/** `count` wants of `unit` examples dealt over the ids in order, round after round. */
function spread(ids: readonly string[], count: number, unit = 1): Target[] {
  if (ids.length === 0 || count <= 0) return [];
  const each = Math.floor(count / ids.length);
  const extra = count % ids.length;
  return ids
    .map((id, i) => [id, unit * (each + (i < extra ? 1 : 0))] as const)
    .filter(([, want]) => want > 0);
}
