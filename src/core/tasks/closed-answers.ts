/** How answers out of a closed set of labels are compared: as they are. */
import type { Example } from '../example.ts';
import type { Task } from './port.ts';

/** The members of a task whose answers are its labels, and whose new examples share their parent's label. */
export function closedAnswers(labels: readonly string[]): Pick<Task, 'answerOf' | 'isRight' | 'labelFault'> {
  const known = new Set(labels);
  return {
    answerOf: (label) => label,
    isRight: (answer, label) => answer === label,
    labelFault(label: string | null, parent: Example | null) {
      if (label === null || label === '') return 'missing-label';
      if (!known.has(label)) return 'unknown-label';
      return parent === null || label === parent.label ? null : 'wrong-label';
    },
  };
}
