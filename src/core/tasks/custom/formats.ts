/** How answers of a person's own task are read and compared where they are written: as numbers or as texts. */
import { withoutThoughts } from '../classification/answer.ts';
import { numberAlone } from '../gsm8k/number.ts';
import { finalNumber, wholeSolution } from '../gsm8k/rationale.ts';

export interface AnswerFormat {
  /** What the student is told to answer with. */
  readonly instruction: string;
  /** The same for a teacher, as the end of "Labels are ...". */
  readonly labels: string;
  /** The answer in a text, in the one form in which answers are compared; null where there is none. Never throws. */
  read(text: string): string | null;
  /** An answer that can be read, as the label a student is to write. */
  label(text: string): string;
}

/** A number: behind the last `####`, or the whole answer where there is none. */
export const NUMBER: AnswerFormat = {
  instruction:
    'Answer with a number and nothing else. If you work it out in words first, end with a line that holds #### and then the number.',
  labels: 'plain numbers without a unit, or worked solutions that end in a line with #### and the number',
  read: (text) => {
    const said = withoutThoughts(text);
    return said.includes('####') ? finalNumber(said) : numberAlone(said);
  },
  label: (text) => (text.includes('####') ? wholeSolution(text) : (numberAlone(text) ?? text)),
};

/** Any text, compared letter by letter but for case, spacing, compatibility forms and the punctuation around it. */
export const TEXT: AnswerFormat = {
  instruction: 'Give the answer and nothing else, in as few words as it takes.',
  labels: 'the right answers, written out and with nothing around them',
  read: (text) => {
    const answer = normalised(withoutThoughts(text));
    return answer === '' ? null : answer;
  },
  label: (text) => text.trim(),
};

/** A leading point or minus stays: it may belong to a number. What is only punctuation stays as it is. */
function normalised(text: string): string {
  const even = text.normalize('NFKC').toLowerCase().normalize('NFKC').replace(/\s+/gu, ' ').trim();
  return (
    trimmed(even, /[\s"'`*_\p{Pi}\p{Pf}\p{Ps}\p{Pe}¿¡]/u, /[\s"'`*_\p{Pi}\p{Pf}\p{Ps}\p{Pe}.,:;!?…。、]/u) ||
    even
  );
}

/** The text without the characters at its ends; in a loop, so that it takes time in proportion. */
function trimmed(text: string, before: RegExp, after: RegExp): string {
  let start = 0;
  let end = text.length;
  while (start < end && before.test(text.charAt(start))) start++;
  while (end > start && after.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
