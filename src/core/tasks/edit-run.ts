/** Edits words of a text and leaves what must not change alone: for rules that know nothing of numbers or frames. */

/**
 * Applies `edit` to the longest run of words that may change, the first of equals; everything else stays as and
 * where it is, and so do the order and the number of the fixed words.
 * @param isFixed whether a word, with the punctuation on it, must stay
 */
export function editLongestRun(
  text: string,
  isFixed: (word: string) => boolean,
  edit: (words: string) => string,
): string {
  let longest = { start: 0, end: 0, words: 0 };
  let run = { ...longest };
  for (const match of text.matchAll(/\S+/gu)) {
    if (isFixed(match[0])) {
      run = { start: 0, end: 0, words: 0 };
      continue;
    }
    run = {
      start: run.words === 0 ? match.index : run.start,
      end: match.index + match[0].length,
      words: run.words + 1,
    };
    if (run.words > longest.words) longest = run;
  }
  if (longest.words === 0) return text;
  const { start, end } = longest;
  return text.slice(0, start) + edit(text.slice(start, end)) + text.slice(end);
}
