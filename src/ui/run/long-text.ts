/** Texts and labels that are too long to stand whole in a list. */

/** Texts longer than this are shown in part; CaseHOLD's run to thousands of characters. */
export const MOST_CHARACTERS = 600;
/** What is shown of them then. */
const SHOWN_CHARACTERS = 400;
/** A label longer than this is no name of a class but a rationale. */
const MOST_LABEL_CHARACTERS = 60;

/** A text in one line of at most `most` characters, cut between words where that is not far. */
export function shorten(text: string, most: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= most ? line : `${cut(line, most - 1)}…`;
}

/** The beginning of a long text with its line breaks; null: the text is short enough to stand whole. */
export function beginning(text: string): string | null {
  return text.length <= MOST_CHARACTERS ? null : `${cut(text, SHOWN_CHARACTERS)}…`;
}

/** Never in the middle of a surrogate pair. */
function cut(text: string, at: number): string {
  const end = text.lastIndexOf(' ', at);
  const part = text.slice(0, end > at * 0.7 ? end : at);
  return part.replace(/[\uD800-\uDBFF]$/u, '').trimEnd();
}

export interface ShownLabel {
  /** What stands in the line. */
  readonly answer: string;
  /** The whole label, where it is more than that. */
  readonly whole: string | null;
}

/**
 * A label as it is shown: itself where it is short; else the answer it holds first, the whole on demand.
 * @param answerOf the task's; the label itself where the task is not known
 */
export function shownLabel(label: string, answerOf: (label: string) => string): ShownLabel {
  if (label.length <= MOST_LABEL_CHARACTERS && !label.includes('\n')) return { answer: label, whole: null };
  const answer = answerOf(label);
  return { answer: shorten(answer, MOST_LABEL_CHARACTERS), whole: label };
}
