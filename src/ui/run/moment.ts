/** Which iteration is which, for people: counted from 1, whatever the log counts from. */
import type { RunConfig } from '../../core/config/schema.ts';
import type { RunStarted } from '../../core/loop/events.ts';
import type { IterationState, RunState } from '../../core/loop/state.ts';
import { armOf, roundsOf } from '../../core/loop/arms.ts';

/** The number shown for an iteration of the log. */
export function shownIteration(state: RunState, iteration: number): number {
  const first = state.iterations[0]?.iteration ?? 1;
  return iteration - first + 1;
}

/** The iteration with this shown number. */
export function iterationShown(state: RunState, shown: number): IterationState | undefined {
  return state.iterations[shown - 1];
}

/** The one followed where none is chosen: the current one; the last that augmented once the final fit is done. */
export function followed(state: RunState): number {
  const { length } = state.iterations;
  return state.iterations[length - 1]?.last === true && length > 1 ? length - 1 : length;
}

/** Whether the student never reads the example it is asked about, so that its answers leave each seed out. */
export function leavesOwnOut({ student }: RunStarted): boolean {
  return student.changes === 'none';
}

/** Whether the answers on the seeds find the wrong ones: then no seed is asked a second time. See core's `foldsOf`. */
export function seedsDecide(start: RunStarted): boolean {
  const { rule, withoutChildren } = start.config.wrongSet;
  return rule === 'in-sample' || (rule === 'leave-one-out' && leavesOwnOut(start) && !withoutChildren);
}

/** Whether seeds count as wrong by the answers of a student that trained on them: the paper's way. */
export function isInSample(start: RunStarted): boolean {
  return seedsDecide(start) && !leavesOwnOut(start);
}

/** Rounds of augmentation this arm makes. */
export function expectedRounds({ arm, iterations }: RunConfig): number {
  const known = armOf(arm);
  return known ? roundsOf(known, iterations) : iterations;
}
