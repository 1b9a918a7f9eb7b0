/** What is said while a run waits for something. */
import type { LoopNote } from '../../browser/loop-host.ts';

const WAITING = {
  data: 'Loading the data',
  encoder: 'Loading the sentence encoder',
  student: 'Loading the student model onto the GPU',
  teacher: 'Loading the teacher model onto the GPU',
} as const;

export const sessionCopy = {
  trainingCancelled: 'The training was cancelled. Play begins it again.',
  waiting: ({ what, share }: NonNullable<LoopNote>): string =>
    share === null ? WAITING[what] : `${WAITING[what]} (this step ${Math.floor(share * 100)} %)`,
} as const;
