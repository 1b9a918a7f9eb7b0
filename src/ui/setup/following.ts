/** Settings that follow another one, as long as nobody has chosen them. */
import type { SeedCount } from '../../core/datasets/sample.ts';

/**
 * The wrong-set rule that goes with a student. One that reads examples in its prompt never reads the one it
 * is asked about, so asking the seeds is leaving one out. A trained student would be fitted once for every seed.
 * @param replaced the rule that leaving one out took the place of; null where it took none
 */
export function ruleWith(student: string, rule: string, replaced: string | null): string {
  if (student !== 'head') return 'leave-one-out';
  return rule === 'leave-one-out' ? (replaced ?? 'out-of-fold') : rule;
}

/**
 * The student that goes with a task: a language model where a head cannot learn it, and the head again afterwards.
 * @param followed whether the student now stands there because of a task
 */
export function studentWith(headCan: boolean, student: string, followed: boolean): string {
  if (!headCan) return student === 'head' ? 'in-context' : student;
  return followed ? 'head' : student;
}

/** How the number of seeds is given: one of these fields, or the whole pool. */
export type SizeKind = 'perClass' | 'count' | 'percent' | 'all';

/**
 * How many seeds go with a task: so many a class cannot be drawn where there are no classes.
 * @param usual the paper's seeds for the task, where it has any
 * @returns null: what stands there can stay
 */
export function sizeWith(
  isFree: boolean,
  size: SizeKind,
  usual: SeedCount | null,
): { readonly size: SizeKind; readonly text: string } | null {
  if (!isFree || size !== 'perClass') return null;
  const percent = usual?.percent ?? null;
  return percent === null ? { size: 'all', text: '' } : { size: 'percent', text: String(percent) };
}

/**
 * What is kept of a system prompt: nothing when it is the standard one, so that it goes on following the
 * labels of the data set.
 * @param standard null while it is not known
 */
export function ownPrompt(text: string, standard: string | null): string {
  const plain = (prompt: string): string => prompt.replaceAll('\r\n', '\n').trim();
  return standard !== null && plain(text) === plain(standard) ? '' : plain(text);
}
