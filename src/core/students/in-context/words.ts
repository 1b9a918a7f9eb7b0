/** Words of a text in any script, and what makes two texts the same. */

/** Lower-case runs of letters, marks and digits; compatibility forms (full-width letters) made plain. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/**
 * Equal for texts that differ in case, spacing and punctuation only: the sameness of the candidate filters.
 * A text without words is itself.
 */
export function sameness(text: string): string {
  return wordsOf(text).join(' ') || text.trim();
}
