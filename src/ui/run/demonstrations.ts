/** The examples that stood in a question's prompt. */
import type { RunState } from '../../core/loop/state.ts';

export interface Demonstration {
  readonly id: string;
  readonly text: string;
  readonly label: string;
  /** Written by the teacher in this run. */
  readonly augmented: boolean;
}

/** @param ids in the order of the prompt */
export function demonstrationsOf(state: RunState, ids: readonly string[]): Demonstration[] {
  return ids.map((id) => {
    const example = state.examples.get(id);
    const augmented = example !== undefined && 'parent' in example;
    return { id, text: example?.text ?? id, label: example?.label ?? '', augmented };
  });
}
