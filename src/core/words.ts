/** Words of a text in any script, and what makes two texts the same: for labels, filters and demonstrations alike. */

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
 * Equal for texts that differ in case, spacing and punctuation only, whatever their script. ROUGE-L knows ASCII
 * words only (rouge_score has it so), so texts in other scripts are compared by this alone. A text without words
 * is itself.
 */
export function sameness(text: string): string {
  return wordsOf(text).join(' ') || text.trim();
}
