/** What sets one classification task apart from another: plain data. */

export interface ClassificationProfile {
  readonly id: string;
  /** In the order of the scores. */
  readonly labels: readonly string[];
  /** What is sorted and by what, behind "You sort": "questions by what would answer them". */
  readonly sorting: string;
  /** How a text is put to the student; `{text}` is its place, what announces the answer ("Label:") its end. */
  readonly question: string;
  /** What labels are for, by label; those left out speak for themselves. */
  readonly descriptions: Readonly<Record<string, string>>;
  /** Other words for labels, by label: see `ReaderOptions`. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  /** Shown to the teacher; null: none. */
  readonly worked: WorkedExample | null;
}

/** A mistake of a student's and a good new example for it. */
export interface WorkedExample {
  readonly text: string;
  readonly label: string;
  /** What the student answered. */
  readonly wrong: string;
  /** The text of a good new example; its label is the same. */
  readonly reply: string;
}

/** A text as it is put to the student. */
export function askedIn(question: string, text: string): string {
  return question.split('{text}').join(text);
}

/** What a question begins with in front of the text ("Text:"), and what announces its answer ("Label"); null: nothing. */
export function framesOf(question: string): {
  readonly lead: string | null;
  readonly answerWord: string | null;
} {
  const before = /^([^\n{}]{2,40}:)\s*\{text\}/u.exec(question)?.[1] ?? null;
  const after = /\{text\}[^{}]*\n([^\n{}:]{2,40}):\s*$/u.exec(question)?.[1]?.trim() ?? null;
  return { lead: before, answerWord: after };
}
