/** What does not fit together in a draft whose fields can each be used: data, task, student, teacher, arm, caps. */
import type { RunConfig } from '../../core/config/schema.ts';
import { toPlainError } from '../../core/errors.ts';
import { armFault } from '../../core/loop/arm-fault.ts';
import { withArm } from '../../core/loop/arms.ts';
import { requireCaps } from '../../core/loop/budget.ts';
import { FILE } from '../copy/file.ts';
import { FILTERS, TEACHER } from '../copy/setup.ts';
import { TASK, taskWords } from '../copy/tasks.ts';
import type { SetChoice } from './data-sets.ts';
import type { Values } from './draft.ts';
import { sizeOf } from './draft.ts';
import { headCan, isFree, tasksFor } from './task-choices.ts';

/** What is known beside the fields. */
export interface Fitting {
  /** A file is being opened and is not the chosen set yet. */
  readonly opening: boolean;
  readonly chosen: Pick<SetChoice, 'replies' | 'task' | 'labels'> | null;
  readonly asksTeacher: boolean;
  /** The teacher that is asked. */
  readonly teacher: string;
  /** What a task of the person's own says is wrong with it. */
  readonly taskFault: string | null;
}

/** Teachers that read no prompts, so that they can take no second look at a label. */
const PROMPTLESS = ['recorded', 'eda'];

/**
 * Faults by path.
 * @param config null while a field cannot be used
 */
export function faultsBetween(
  values: Values,
  config: RunConfig | null,
  { opening, chosen, asksTeacher, teacher, taskFault }: Fitting,
): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {};
  if (opening) faults['data.id'] = FILE.notYet;
  else if (teacher === 'recorded' && chosen?.replies === 0 && asksTeacher) {
    faults['teacher.id'] = TEACHER.noReplies;
  }
  if (asksTeacher && PROMPTLESS.includes(teacher) && values['filters.labelCheck'] === 'teacher') {
    faults['filters.labelCheck'] = FILTERS.cannotCheck;
  }
  if (!headCan(values) && values['student.id'] === 'head') faults['student.id'] = TASK.noHead;
  if (isFree(values) && sizeOf(values) === 'perClass') {
    faults['data.perClass'] = `${TASK.noClasses} ${TASK.noClassesRemedy}`;
  }
  const task = values['task'] ?? '';
  if (!opening && chosen && !tasksFor(chosen).includes(task)) {
    faults['task'] = TASK.notForData(taskWords(task).title);
  }
  if (task === 'custom' && taskFault !== null) {
    // At the labels where they are to be seen.
    faults[values['custom.answer'] === 'labels' ? 'custom.labels' : 'custom.answer'] = taskFault;
  }
  if (!config) return faults;
  if (asksTeacher) Object.assign(faults, capFault(withArm(config, config.arm)));
  const lack = armLack(config.arm, config);
  if (lack !== null) faults['arm'] = lack;
  return faults;
}

/** What an arm lacks, in words; null: it can run with this teacher. That recorded replies are missing is said of the teacher. */
export function armLack(arm: string, config: RunConfig): string | null {
  const fault = armFault(arm, config, true);
  return fault && `${fault.message} ${fault.remedy}`;
}

const CAPS: Readonly<Record<string, string>> = {
  'no-prices': 'stops.maxCost',
  'no-token-count': 'stops.maxTokens',
};

/** What is wrong with a cap that this teacher could never reach, at its field. */
export function capFault(config: RunConfig): Readonly<Record<string, string>> {
  try {
    requireCaps(config);
    return {};
  } catch (thrown) {
    const { code, message, remedy } = toPlainError(thrown);
    return { [CAPS[code] ?? 'stops.maxCost']: `${message} ${remedy}` };
  }
}
