/** Keeps test texts out of the seed pool: a seed is trained on and shown to the teacher (invariant 3). */
import { LabError } from '../errors.ts';
import type { Example } from '../example.ts';

/** A text as it counts for "the same": letter case and runs of white space do not. */
export function sameTextKey(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * The seeds whose text is not also a test text, and how many were left out.
 * The test set stays whole, so that scores of different pools remain comparable.
 * Throws LabError `same-splits` when no seed would be left.
 */
export function withoutTestTexts(
  seeds: readonly Example[],
  test: readonly Example[],
): { seeds: Example[]; removed: number } {
  const held = new Set(test.map((row) => sameTextKey(row.text)));
  const kept = seeds.filter((row) => !held.has(sameTextKey(row.text)));
  if (kept.length === 0 && seeds.length > 0) {
    throw new LabError(
      'same-splits',
      `Every one of the ${seeds.length} texts to learn from is in the test set too.`,
      'Choose another file or split as the test set: what is measured on must not be learnt from.',
    );
  }
  return { seeds: kept, removed: seeds.length - kept.length };
}

/** What a set's `about` says of seeds left out, to stand behind a count; empty where there are none. */
export function leftOutNote(removed: number): string {
  if (removed === 0) return '';
  return `; ${removed} ${removed === 1 ? 'seed' : 'seeds'} left out because the test set has the same text`;
}

/** The first row of every text: a repeated seed would count twice in every score. */
export function withoutRepeats(rows: readonly Example[]): Example[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = sameTextKey(row.text);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
