/**
 * Which rows of the SST-2 training split are whole sentences.
 *
 * The split holds every phrase of the parse trees of its sentences, without saying which are the
 * sentences: most rows are fragments such as a noun phrase. The texts are lower case and split into
 * words by spaces. The rule, in words (it is told to people in the set's `about`):
 *   1. it ends with `.`, `!` or `?` as a word of its own, closing quotes and brackets aside;
 *   2. it has at least MIN_WORDS words;
 *   3. it does not start like the rest of a sentence: with a verb form, a conjunction or a punctuation mark.
 *      In these trees the full stop often hangs on the predicate or on the second of two clauses, and that
 *      part is then a row that ends with a full stop too;
 *   4. it is not the end of a longer row that was kept.
 * It errs on both sides: some fragments pass and some sentences do not. Nothing better can be told from the
 * rows alone, and for seeds that is good enough: a fragment still has its own, human label.
 */

/** Words, punctuation marks included. */
const MIN_WORDS = 7;

const ENDING = /(?:^| )[.!?](?: (?:''|'|"|`|``|\)|-rrb-))*$/u;

/** First words of predicates and continuations. */
const CONTINUES = new Set(
  (
    'is are was were be been being am has have had does do did can could will would may might must shall should ' +
    "'s 're 've 'll 'd n't not never also only just simply still almost really and or but nor than " +
    ", ; : -- - ... . ) ' '' -rrb- " +
    'makes make made gets get got goes go comes come takes take gives give keeps keep seems seem feels feel ' +
    'looks look becomes become offers offer provides provide works work tells tell shows show plays play ' +
    'leaves leave manages manage fails fail remains remain proves prove turns turn brings bring finds find'
  ).split(' '),
);

/** Rules 1 to 3 for one row. */
export function looksLikeSentence(text: string): boolean {
  const words = text.trim().split(/\s+/u);
  return words.length >= MIN_WORDS && ENDING.test(words.join(' ')) && !CONTINUES.has(words[0] ?? '');
}

/** All four rules: the rows kept, in their order. */
export function wholeSentences<T extends { readonly text: string }>(rows: readonly T[]): T[] {
  const kept = rows.filter((row) => looksLikeSentence(row.text));
  const texts = kept.map((row) => row.text.trim());
  return kept.filter((_, index) => {
    const own = ` ${texts[index] ?? ''}`;
    return !texts.some((other) => other.length >= own.length && other.endsWith(own));
  });
}
