/** Where an answer in words says what it answers: announced, alone in a sentence, or before a reason. */

/** Something a text announces as its answer. */
export interface Announcement {
  readonly said: string;
  /** "Label: ..." is an answer whatever follows; "the answer is ..." may go on in any way. */
  readonly isCertain: boolean;
}

/** Words that announce an answer in every task. */
const ANSWER_WORDS = ['answer', 'label', 'class', 'category', 'classification', 'prediction', 'result'];

/** Lines, and the sentences in them, without the space around them. */
export function piecesOf(text: string): string[] {
  return text
    .split(/\r\n?|\n|(?<=[.!?])\s/u)
    .map((piece) => piece.trim())
    .filter((piece) => /[^\s`*_#>-]/u.test(piece));
}

/** Whether a sentence takes back what went before it. */
export function isRetraction(piece: string): boolean {
  return /^[^\p{L}]{0,9}(?:(?:oh|but|hmm|no)[^\p{L}]{1,9})?(?:wait|actually|correction|sorry|scratch that|on second thought)(?!\p{L})/iu.test(
    piece,
  );
}

/**
 * What the text announces, in members of JSON and behind words such as "Label:" or "The answer is" that begin a line or
 * sentence. Where nothing stands behind a colon, it is the next line.
 * @param pieces of the text, as `piecesOf` gives them
 * @param answerWords the task's own
 */
export function announcementsIn(
  text: string,
  pieces: readonly string[],
  answerWords: readonly string[],
): Announcement[] {
  const words = [...answerWords, ...ANSWER_WORDS].map(escaped).join('|');
  // Bounded repetition throughout: an unbounded one takes quadratic time on long runs.
  const member = new RegExp(
    `["'](?:${words})["']\\s{0,9}:\\s{0,9}("[^"\\n]{0,300}"|'[^'\\n]{0,300}'|\\[[^\\]]{0,300}\\]|[^\\s,}\\]]{1,60})`,
    'giu',
  );
  const marker = new RegExp(
    `^[^\\p{L}\\p{N}{[]{0,12}(?:(?:so|thus|hence|therefore)[^\\p{L}\\p{N}]{1,3})?(?:(?:the|my|its) )?` +
      `(?:(?:correct|best|right|final|predicted|overall|most|likely) ){0,3}(?:${words})["'*_\\s]{0,6}` +
      `(?:([:=])|(?:is|would be|should be)(?=[\\s:]))(.*)$`,
    'iu',
  );
  const members = [...text.matchAll(member)].map((match) => ({ said: match[1] ?? '', isCertain: true }));
  const lines = pieces.flatMap((piece, i) => {
    const match = marker.exec(piece);
    if (!match) return [];
    const said = match[2] ?? '';
    const isOpen = !/[\p{L}\p{N}]/u.test(said) || said.endsWith(':');
    return [{ said: isOpen ? `${said} ${pieces[i + 1] ?? ''}` : said, isCertain: match[1] !== undefined }];
  });
  return [...members, ...lines];
}

/** The beginning of an answer up to where a reason follows, and that reason. All of it where none does. */
export function headOf(text: string): { readonly head: string; readonly rest: string } {
  const match = /\s{0,9}[([–—]|\s-\s|,?\s(?=(?:because|since)\s)/iu.exec(text);
  const rest = match ? text.slice(match.index + match[0].length) : '';
  // "positive (or negative)" is no positive with a reason.
  if (!match || /^\W{0,9}(?:or|and)(?!\p{L})/iu.test(rest)) return { head: text, rest: '' };
  return { head: text.slice(0, match.index), rest };
}

/**
 * What stands before the first line that begins like a question: the rest of a prompt that the model went on to write
 * for itself. Nothing where the text begins so: then the prompt was repeated.
 */
export function beginningOf(text: string, questionLead: string): string {
  if (!/\p{L}/u.test(questionLead)) return '';
  const at = new RegExp(`\\n[^\\p{L}\\p{N}]{0,9}${escaped(questionLead)}`, 'iu').exec(text)?.index ?? 0;
  return text.slice(0, at);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
}
