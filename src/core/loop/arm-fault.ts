/** Whether an arm can run as configured, said before anything is loaded, logged or paid for. */
import type { RunConfig } from '../config/schema.ts';
import { LabError } from '../errors.ts';
import { noPack } from '../teachers/recorded/no-pack.ts';
import type { Arm } from './arms.ts';
import { armOf, needsTeacher, withArm } from './arms.ts';
import { armWords } from './arm-words.ts';
import { noLabelCheck } from './looks.ts';

/**
 * Why this arm cannot run with the configuration's teacher; null: it can, as far as that is known beforehand.
 * LabError `no-pack`, `no-label-check`, or `needs-live-teacher`: gold labels and recorded replies never stand in for a
 * teacher that reads prompts.
 * @param armId any arm, whichever the configuration names; one that is not known is nobody's fault here
 * @param hasPack whether the data brings recorded replies
 */
export function armFault(armId: string, config: RunConfig, hasPack: boolean): LabError | null {
  const arm = armOf(armId);
  if (!arm || !needsTeacher(arm)) return null;
  const { teacher } = withArm(config, armId);
  const reads = teacher.id !== 'recorded' && teacher.id !== 'eda';
  if (arm.needs === 'live-teacher' && !reads) {
    return needsLiveTeacher(
      arm,
      `asks a teacher that reads prompts, and ${teacher.id === 'eda' ? 'word rules' : 'recorded replies'} do not; gold labels never stand in for a teacher`,
    );
  }
  if (config.filters.labelCheck === 'teacher' && !reads) {
    return noLabelCheck(teacher.id === 'eda' ? 'EDA rules' : 'recorded replies');
  }
  if (teacher.id !== 'recorded') return null;
  if (arm.fixes.augmentFrom === 'seeds-and-augmented') {
    return needsLiveTeacher(arm, 'augments new examples too, and recorded replies belong to seeds alone');
  }
  return hasPack ? null : noPack();
}

function needsLiveTeacher({ id }: Arm, why: string): LabError {
  return new LabError(
    'needs-live-teacher',
    `The arm "${armWords(id).title}" ${why}.`,
    'Choose a live teacher for it: an API, a model in this tab, or the browser’s own; or leave this arm out.',
  );
}
