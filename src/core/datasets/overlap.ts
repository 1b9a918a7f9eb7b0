/** Keeps test texts out of the seed pool: a seed is trained on and shown to the teacher (invariant 3). */
import type { Example } from '../example.ts';

/** A text as it counts for "the same": letter case and runs of white space do not. */
export function sameTextKey(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * The seeds whose text is not also a test text, and how many were left out.
 * The test set stays whole, so that scores of different pools remain comparable.
 */
export function withoutTestTexts(
  seeds: readonly Example[],
  test: readonly Example[],
): { seeds: Example[]; removed: number } {
  const held = new Set(test.map((row) => sameTextKey(row.text)));
  const kept = seeds.filter((row) => !held.has(sameTextKey(row.text)));
  return { seeds: kept, removed: seeds.length - kept.length };
}
