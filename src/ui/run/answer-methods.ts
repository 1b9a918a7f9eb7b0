/** How a language model's answers were found, read off its predictions. */
import type { IterationState, RunState } from '../../core/loop/state.ts';
import type { StudentAnswer } from '../../core/students/port.ts';

type Method = NonNullable<StudentAnswer['by']>;

/** The ways used in the newest iteration that has answers; none for a student that is no language model. */
export function answerMethods(state: RunState): Method[] {
  for (let i = state.iterations.length - 1; i >= 0; i--) {
    const it = state.iterations[i] as IterationState;
    const asked = [it.seeds, it.test, it.heldOut, it.augmented];
    if (asked.some(({ size }) => size > 0)) return methodsOf(asked);
  }
  return [];
}

/** Changes when `answerMethods` may have: with the first answers of an iteration, and with each stage. */
export function methodsKey(state: RunState): string {
  const it = state.iterations[state.iterations.length - 1];
  return [state.iterations.length, state.stage, state.status, (it?.seeds.size ?? 0) > 0].join();
}

function methodsOf(asked: readonly IterationState['seeds'][]): Method[] {
  const found = new Set<Method>();
  for (const answers of asked) for (const { by } of answers.values()) if (by) found.add(by);
  return [...found];
}
