/** Settings that follow another one, as long as nobody has chosen them. */
import type { SeedCount } from '../../core/datasets/sample.ts';

/**
 * One that reads examples in its prompt never reads the one it is asked about, so asking the seeds is leaving one out. One
 * that a backend trains costs minutes a fit, so it takes the paper's way, which needs one.
 */
const OWN_RULES: Readonly<Record<string, string>> = {
  'in-context': 'leave-one-out',
  api: 'leave-one-out',
  backend: 'in-sample',
};

/**
 * The wrong-set rule that goes with a student.
 * @param before what was chosen until now
 * @param replaced the rule that went with the head before; null where there was none
 */
export function ruleWith(
  student: string,
  before: { readonly student: string; readonly rule: string },
  replaced: string | null,
): string {
  const own = OWN_RULES[student];
  if (own !== undefined) return own;
  if (replaced !== null) return replaced;
  // What stands there may be another student's own, from a run or a link.
  const followed = before.rule === OWN_RULES[before.student] || before.rule === 'leave-one-out';
  return followed ? 'out-of-fold' : before.rule;
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
