/** Which tasks a data set can be used for, and what a task asks of the student and of the seeds. */
import { TASKS, taskFacts } from '../../core/tasks/catalogue.ts';
import type { SetChoice } from './data-sets.ts';
import type { Values } from './draft.ts';

/** How a task is answered, with a task of the person's own looked into. */
export type Answers = 'labels' | 'choice' | 'number' | 'text';

/** Where nothing says otherwise: labels of the data. */
export function answersOf(values: Values): Answers {
  const answers = taskFacts(values['task'] ?? '')?.answers ?? 'labels';
  if (answers !== 'own') return answers;
  const own = values['custom.answer'];
  return own === 'number' || own === 'text' ? own : 'labels';
}

/** Whether answers are written freely, so that there are no classes. */
export function isFree(values: Values): boolean {
  return ['number', 'text'].includes(answersOf(values));
}

/** Whether a head over a text's vector can learn the task. */
export function headCan(values: Values): boolean {
  return answersOf(values) === 'labels';
}

/** What a task can be chosen for: the set's own task, those with the very labels of the set, one of the person's own. */
export function tasksFor({ task, labels }: Pick<SetChoice, 'task' | 'labels'>): string[] {
  const closed = taskFacts(task)?.answers === 'labels';
  const same = (other: readonly string[] | null): boolean =>
    other !== null &&
    other.length > 0 &&
    labels?.length === other.length &&
    other.every((label) => labels.includes(label));
  return TASKS.filter(
    ({ id, labels: fixed, answers }) =>
      id === task ||
      id === 'custom' ||
      (id === 'classification' && closed) ||
      // Letters of a multiple choice may be anybody's labels.
      (answers === 'labels' && same(fixed)),
  ).map(({ id }) => id);
}
