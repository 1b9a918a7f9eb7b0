/** The task of a run, for views that show its labels and answers. */
import { getContext, setContext } from 'svelte';
import type { RunConfig } from '../../core/config/schema.ts';
import type { Task } from '../../core/tasks/port.ts';
import { tasks } from '../../core/tasks/registry.ts';

/**
 * The task as the run has it.
 * @param labels of the run
 * Rejects with LabError for a task that this version does not know.
 */
export async function taskOfRun(config: RunConfig, labels: readonly string[]): Promise<Task> {
  const { student, custom } = config;
  const create = await tasks.load(config.task);
  return create({ labels, custom, studentSystem: student.id === 'head' ? null : student.system });
}

const KEY = Symbol('task of a run');

/** Lends the task to the components below; null while it is not there. */
export function lendTask(task: () => Task | null): void {
  setContext(KEY, task);
}

/** The answer a label of the run holds: the label itself where no task is lent. */
export function answerReader(): (label: string) => string {
  const task = getContext<(() => Task | null) | undefined>(KEY);
  return (label) => task?.()?.answerOf(label) ?? label;
}
