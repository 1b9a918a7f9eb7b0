/** The task of a draft: its standard prompts and its messages, where the labels of its data are known without the network. */
import type { CustomTaskConfig } from '../../core/config/schema.ts';
import { parseConfig } from '../../core/config/schema.ts';
import { BUNDLED_IDS } from '../../core/datasets/bundled.ts';
import type { Dataset } from '../../core/datasets/port.ts';
import { toPlainError } from '../../core/errors.ts';
import { taskFacts } from '../../core/tasks/catalogue.ts';
import type { Task } from '../../core/tasks/port.ts';
import { tasks } from '../../core/tasks/registry.ts';
import type { Lab } from '../lab.ts';
import type { Values } from './draft.ts';

/** The values of a draft that a task is made of; anything else may change without it. */
export const TASK_PATHS = [
  'task',
  'custom.answer',
  'custom.labels',
  'custom.question',
  'student.system',
] as const;

/**
 * The task as the fields stand.
 * @param labels of the data
 * Throws LabError `bad-config` for a field that cannot be used, and what the task says of its labels.
 */
export async function makeTask(values: Values, labels: readonly string[]): Promise<Task> {
  const create = await tasks.load(values['task'] ?? '');
  const own = values['student.system']?.trim() ?? '';
  const studentSystem = own === '' ? null : own;
  return create({ labels, studentSystem, custom: customOf(values) });
}

function customOf(values: Values): CustomTaskConfig {
  const labels = values['custom.labels']?.trim() ?? '';
  const custom = {
    answer: values['custom.answer'],
    labels: labels === '' ? null : labels,
    question: values['custom.question'],
  };
  return parseConfig({ data: { id: 'none' }, custom }).custom;
}

/** The system prompts a draft's task has of its own. */
export interface StandardPrompts {
  readonly student: string;
  readonly teacher: string;
}

/** null while the labels are not known: nothing is fetched from elsewhere only to show a prompt. */
export async function standardPrompts(
  { data }: Pick<Lab, 'data'>,
  values: Values,
): Promise<StandardPrompts | null> {
  const labels = await labelsOf(data, values);
  if (!labels) return null;
  const { studentSystem, teacherSystem } = await makeTask(values, labels);
  return { student: studentSystem, teacher: teacherSystem };
}

async function labelsOf(data: Lab['data'], values: Values): Promise<readonly string[] | null> {
  const id = values['data.id'] ?? '';
  const stored = (await data.list()).find((set) => set.id === id);
  if (stored) return stored.labels;
  if (isBundled(id)) return (await data.load(id, new AbortController().signal)).labels;
  // A set of the Hub that is not here yet has the labels of its task, where those are fixed.
  const facts = taskFacts(values['task'] ?? '');
  return facts?.hub === id ? facts.labels : null;
}

/** The data of a draft where they are in this browser; null where they would have to be fetched. */
export async function dataHere({ data }: Pick<Lab, 'data'>, id: string): Promise<Dataset | null> {
  const here = isBundled(id) || (await data.list()).some((set) => set.id === id);
  return here ? data.load(id, new AbortController().signal) : null;
}

function isBundled(id: string): boolean {
  return BUNDLED_IDS.some((bundled) => bundled === id);
}

/** Why the task cannot be made as the fields stand; null: it can, or the data are not here to tell. Never throws. */
export async function faultOfTask({ data }: Pick<Lab, 'data'>, values: Values): Promise<string | null> {
  try {
    const labels = await labelsOf(data, values);
    if (labels) await makeTask(values, labels);
    return null;
  } catch (thrown) {
    const { message, remedy } = toPlainError(thrown);
    return `${message} ${remedy}`;
  }
}
