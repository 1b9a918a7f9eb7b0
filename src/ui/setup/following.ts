/** Settings that follow another one, as long as nobody has chosen them. */

/**
 * The wrong-set rule that goes with a student. One that reads examples in its prompt never reads the one it
 * is asked about, so asking the seeds is leaving one out. A trained student would be fitted once for every seed.
 * @param replaced the rule that leaving one out took the place of; null where it took none
 */
export function ruleWith(student: string, rule: string, replaced: string | null): string {
  if (student === 'in-context') return 'leave-one-out';
  return rule === 'leave-one-out' ? (replaced ?? 'out-of-fold') : rule;
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
