/** Which examples go to the teacher, how many new ones each, and which calls come next. */
import type { RunConfig } from '../config/schema.ts';
import { randomStream } from '../random.ts';
import type { Arm } from './arms.ts';
import { callsFor, capReached, isMetered } from './budget.ts';
import type { AskRequest, IterationState, RunState } from './state.ts';
import { configOf, startOf } from './state.ts';

export type Target = readonly [id: string, want: number];

/** Whether an example can still be augmented: the teacher has replies left for it. */
export type HasReplies = (id: string) => boolean;

/**
 * The targets of this iteration. For random selection also the top-up, when earlier targets brought
 * fewer accepted examples than the iteration's share of the budget.
 * Empty when there is nobody to choose. Their order is random, so that a budget that runs out in the
 * middle does not favour the first class of a sorted file.
 */
export function selectTargets(
  state: RunState,
  it: IterationState,
  arm: Arm,
  hasReplies: HasReplies,
): Target[] {
  const config = configOf(state);
  const random = randomStream(config.seed, 'select', it.iteration, it.targets?.size ?? 0, it.acceptedCount);
  if (arm.select === 'wrong') {
    const wrong = (it.wrong ?? []).filter((id) => !state.exhausted.has(id) && hasReplies(id));
    const each = arm.rounds === 'once' ? onceEach(state, wrong.length) : config.perWrong;
    return random.shuffle(wrong).map((id) => [id, each]);
  }
  const missing = quotaOf(state, it) - it.acceptedCount;
  const all = startOf(state).seeds.map(({ id }) => id);
  if (arm.source === 'copies') return spread(copyOrder(state, all), missing);
  const able = all.filter((id) => !state.exhausted.has(id) && hasReplies(id) && !gaveUp(it, id));
  // Beyond a parent's known replies nothing can be asked; the wave after finds out and leaves it out.
  return spread(random.shuffle(able), missing);
}

/**
 * Accepted examples this iteration may bring for randomly selecting arms: its share of what is left of
 * the budget, or as many as targeting would ask for.
 */
export function quotaOf(state: RunState, it: IterationState): number {
  const { stops, iterations, perWrong } = configOf(state);
  if (stops.budget === null) return perWrong * (it.wrong?.length ?? 0);
  const before = state.acceptedTotal - it.acceptedCount;
  return Math.ceil((stops.budget - before) / Math.max(1, iterations - it.iteration));
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
  if (capReached(state) !== null) return [];
  const most = isMetered(config) ? atOnce : Infinity;
  let room = (stops.budget ?? Infinity) - state.acceptedTotal;
  if (arm.select === 'random') room = Math.min(room, quotaOf(state, it) - it.acceptedCount);
  let calls = (stops.maxCalls ?? Infinity) - state.calls;
  const requests: AskRequest[] = [];
  for (const [parent, want] of inTurn(it, isMetered(config))) {
    if (requests.length >= most || calls < callsFor(config, 1) || room <= 0) break;
    const attempt = it.calls.get(parent) ?? 0;
    const missing = want - (it.accepted.get(parent) ?? 0);
    if (missing <= 0 || attempt >= callsAllowed(config, want, examplesPerCall)) continue;
    if (state.exhausted.has(parent)) continue;
    const checkable = filters.labelCheck === 'teacher' ? calls - 1 : Infinity;
    const count = Math.min(missing, examplesPerCall, room, checkable);
    requests.push({ parent, count, attempt });
    room -= count;
    calls -= callsFor(config, count);
  }
  return requests;
}

/** Calls an example may get in one iteration when `want` new ones are wanted of it. */
export function callsAllowed({ attempts }: RunConfig, want: number, examplesPerCall: number): number {
  return Math.ceil(want / examplesPerCall) * attempts;
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

/** `count` wants dealt over the ids in order, round after round. */
function spread(ids: readonly string[], count: number): Target[] {
  if (ids.length === 0 || count <= 0) return [];
  const each = Math.floor(count / ids.length);
  const extra = count % ids.length;
  return ids.map((id, i) => [id, each + (i < extra ? 1 : 0)] as const).filter(([, want]) => want > 0);
}
