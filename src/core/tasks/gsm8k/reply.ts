/** Reads what a teacher wrote about word problems: new ones, and solutions to given ones. */
import { withoutThoughts } from '../classification/answer.ts';
import { formReader, textOf } from '../classification/reply.ts';
import { numberAlone } from './number.ts';
import { finalNumber, wholeSolution } from './rationale.ts';

/** Takes {question, solution}, {question, answer} and {text, label}; see `formReader`. Never throws. */
export const readReply = formReader({
  members: ['question', 'solution', 'answer', 'text', 'label'],
  known: ['question', 'text'],
  candidate: ({ question, solution, answer, text, label }) => ({
    text: textOf(question) || textOf(text),
    label: solutionOf(solution ?? label, answer),
  }),
});

const readSolution = formReader({
  members: ['solution', 'answer', 'label'],
  known: ['solution', 'answer', 'label'],
  candidate: ({ solution, answer, label }) => {
    const whole = solutionOf(solution ?? label, answer);
    return { text: whole ?? '', label: whole };
  },
});

/** The solution in a reply to a check, in JSON or as it is, with a number at its end; else null. Never throws. */
export function readCheck(raw: string): string | null {
  const reply = readSolution(raw);
  const [only, second] = reply.ok ? reply.candidates : [];
  const solution = only === undefined ? wholeSolution(withoutThoughts(raw)) : only.label;
  return solution !== null && second === undefined && finalNumber(solution) !== null ? solution : null;
}

/**
 * A solution without its number gets the one given beside it: the teacher said both. Where the two contradict each
 * other neither is taken.
 */
function solutionOf(solution: unknown, answer: unknown): string | null {
  const beside = typeof answer === 'number' ? String(answer) : textOf(answer);
  const said = textOf(solution) || beside;
  if (said === '') return null;
  const whole = wholeSolution(said);
  const number = numberAlone(beside);
  if (said === beside || number === null) return whole;
  const own = finalNumber(whole);
  if (own !== null) return own === number ? whole : null;
  return whole.includes('####') ? whole : `${whole}\n#### ${number}`;
}
