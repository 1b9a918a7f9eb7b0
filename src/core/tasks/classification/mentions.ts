/** The labels a text mentions as whole words, and which of them it denies. */

/** One way to write a label: its words in lower case. `label` null: several labels are written so. */
export interface Form {
  readonly words: readonly string[];
  readonly label: string | null;
}

interface Word {
  readonly text: string;
  /** Number of the clause it is in: a denial does not reach beyond. */
  readonly clause: number;
  readonly isAsked: boolean;
  /** Whether a slash stands before it: what is on either side of one is a choice left open. */
  readonly isOther: boolean;
}

/** Words, marks that end a clause, and slashes that are not those of a tag. */
const PIECES = /[\p{L}\p{M}\p{N}]+|[.,:;!?()\n–—]|(?<!<)\//gu;
const CONTRASTS = new Set(['but', 'rather', 'instead', 'however']);
/** What is left of "isn't" is a "t" of its own. */
const DENIALS = new Set([
  ...['not', 'no', 'non', 'never', 'neither', 'nor', 'cannot', 'hardly', 'barely', 't'],
  ...['nothing', 'anything', 'without', 'lack', 'lacks', 'lacking', 'unable', 'unsure', 'unclear'],
  ...['wrong', 'incorrect', 'fail', 'fails', 'less'],
  ...['nicht', 'kein', 'keine', 'pas', 'ni'],
]);
/** How many words before a label a denial may stand: "it isn't really what I would call positive". */
const REACH = 8;
/** "HUM would be wrong", "the label HUM does not fit". */
const DENIED_AFTER =
  /^(?:\S+ ){0,2}(?:is|was|are|does|do|did|would|can|could|should|seems)n? (?:\S+ )?(?:not|no|t|never|wrong|incorrect|false|unlikely)(?: |$)/u;

/**
 * The labels that a text holds as whole words, in any case; null stands for a hit that means none: denied, asked
 * about, one side of a slash, or written as several labels are. Read from the left, the longest form first, so that
 * "very good" is not also "good".
 */
export function mentioned(text: string, forms: readonly Form[]): Set<string | null> {
  const words = wordsIn(text);
  const isFree = words.map(() => true);
  const longestFirst = [...forms].sort((a, b) => b.words.length - a.words.length);
  const found = new Set<string | null>();
  let at = 0;
  while (at < words.length) {
    const form = longestFirst.find((each) => each.words.every((word, i) => words[at + i]?.text === word));
    const size = form?.words.length ?? 1;
    if (form) {
      isFree.fill(false, at, at + size);
      found.add(isDenied(words, isFree, at, size) ? null : form.label);
    }
    at += size;
  }
  return found;
}

function wordsIn(text: string): Word[] {
  const words: { text: string; clause: number; isAsked: boolean; isOther: boolean }[] = [];
  let clause = 0;
  let sentence = 0;
  let before = '';
  for (const [piece] of text.normalize('NFKC').toLowerCase().matchAll(PIECES)) {
    const isWord = /^[\p{L}\p{M}\p{N}]/u.test(piece);
    // "anything but positive" is one clause.
    if (!(isWord || piece === '/') || (CONTRASTS.has(piece) && words.at(-1)?.text !== 'anything')) clause++;
    if (isWord) words.push({ text: piece, clause, isAsked: false, isOther: before === '/' });
    if (piece === '?') for (const word of words.slice(sentence)) word.isAsked = true;
    if (/^[.:;!?\n]$/u.test(piece)) sentence = words.length;
    before = piece;
  }
  return words;
}

function isDenied(words: readonly Word[], isFree: readonly boolean[], at: number, size: number): boolean {
  if (words.slice(at, at + size).some(({ isAsked }) => isAsked)) return true;
  if (words[at]?.isOther === true || words[at + size]?.isOther === true) return true;
  const { clause: begin } = words[at] ?? { clause: 0 };
  for (let i = at - 1; i >= Math.max(0, at - REACH) && words[i]?.clause === begin; i--) {
    // A denial within a label ("not good") is no denial of another one.
    if (isFree[i] === true && DENIALS.has(words[i]?.text ?? '') && !isAssurance(words, i)) return true;
  }
  const end = words[at + size - 1]?.clause;
  const after = words.slice(at + size, at + size + REACH + 1).filter(({ clause }) => clause === end);
  return DENIED_AFTER.test(after.map(({ text }) => text).join(' '));
}

/** "no doubt", "no question". */
function isAssurance(words: readonly Word[], at: number): boolean {
  return words[at]?.text === 'no' && /^(?:doubt|question)$/u.test(words[at + 1]?.text ?? '');
}
