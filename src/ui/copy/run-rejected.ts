/** What the run view says of candidates that were turned away. */
import type { Checked } from '../../core/loop/events.ts';
import { REASONS } from './run-names.ts';

const n = (value: number): string => new Intl.NumberFormat('en').format(value);
const candidatesOf = (count: number): string => `${n(count)} ${count === 1 ? 'candidate' : 'candidates'}`;

export const rejectedCopy = {
  title: 'Rejected candidates',
  filter: 'Reason',
  all: (count: number): string => `all (${n(count)})`,
  some: (reason: string, count: number): string =>
    `${REASONS[reason] ?? reason.replaceAll('-', ' ')} (${n(count)})`,
  summary: (rejected: number, candidates: number): string => `${n(rejected)} of ${candidatesOf(candidates)}`,
  empty:
    'None so far. A candidate is turned away when it cannot be read, has another label than its seed, or is nearly the same as an example already there or in the test set.',
  noneOf: (candidates: number): string => `${candidatesOf(candidates)} checked, none rejected.`,
  emptyTeacherless: 'This arm asks no teacher, so nothing is turned away.',
};

export const disputedCopy = {
  title: (count: number): string => `Labels in dispute (${n(count)})`,
  text: 'Set aside and not trained on: a second look read the text without its label and did not come to the same. Either may be wrong.',
  teacher: 'teacher',
  look: { teacher: 'second look, by the teacher', student: 'second look, by the student' } satisfies Record<
    Checked['by'],
    string
  >,
  noLook: 'second look',
  noOpinion: 'no opinion',
} as const;
