/** Which examples go to the teacher, how many new ones each, and which calls come next. */
import { randomStream } from '../random.ts';
import type { Arm } from './arms.ts';
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

/** The next wave of calls, one a parent; empty when the iteration's asking is over. */
export function nextWave(
  state: RunState,
  it: IterationState,
  arm: Arm,
  examplesPerCall: number,
): AskRequest[] {
  const { stops, attempts } = configOf(state);
  let room = (stops.budget ?? Infinity) - state.acceptedTotal;
  if (arm.select === 'random') room = Math.min(room, quotaOf(state, it) - it.acceptedCount);
  const calls = (stops.maxCalls ?? Infinity) - state.calls;
  const requests: AskRequest[] = [];
  for (const [parent, want] of it.targets ?? []) {
    if (requests.length >= calls || room <= 0) break;
    const attempt = it.calls.get(parent) ?? 0;
    const missing = want - (it.accepted.get(parent) ?? 0);
    const allowed = Math.ceil(want / examplesPerCall) * attempts;
    if (missing <= 0 || attempt >= allowed || state.exhausted.has(parent)) continue;
    const count = Math.min(missing, examplesPerCall, room);
    requests.push({ parent, count, attempt });
    room -= count;
  }
  return requests;
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
