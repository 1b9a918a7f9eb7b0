/** What the prompts of several tasks have in common. */
import type { Example } from '../example.ts';
import type { ChatMessage } from './port.ts';

/**
 * A student's prompt, the same in training and in evaluation. Demonstrations are turns that went before, so that
 * everything but the last turn can be shared between questions.
 * @param ask a text as it is put to the student
 */
export function studentTurns(
  system: string,
  ask: (text: string) => string,
  text: string,
  demonstrations: readonly Example[] = [],
): readonly ChatMessage[] {
  return [
    { role: 'system', content: system },
    ...demonstrations.flatMap((shown): ChatMessage[] => [
      { role: 'user', content: ask(shown.text) },
      { role: 'assistant', content: shown.label },
    ]),
    { role: 'user', content: ask(text) },
  ];
}

/** What a teacher is told about one example. */
interface TeacherTurn {
  /** What the example is called, and the example. */
  readonly given: readonly [title: string, example: object];
  /** What the student's wrong answer is called, and the answer; null where it is not known or not shown. */
  readonly wrong: readonly [title: string, answer: string | null];
  /** What is there already. */
  readonly shown: readonly string[];
  /** What is to be written. */
  readonly request: string;
}

/** A teacher's prompt: one JSON value a line, so that no text in it can pass for another line. */
export function teacherTurns(
  system: string,
  { given: [title, example], wrong: [wrongTitle, answer], shown, request }: TeacherTurn,
): readonly ChatMessage[] {
  const user = [
    title,
    JSON.stringify(example),
    ...(answer === null ? [] : [wrongTitle, JSON.stringify(answer)]),
    ...(shown.length === 0 ? [] : ['There are these already; yours must differ from them:']),
    ...shown.map((text) => JSON.stringify(text)),
    request,
  ];
  return [
    { role: 'system', content: system },
    { role: 'user', content: user.join('\n') },
  ];
}

/** Rules with their numbers, a line each. */
export function numbered(rules: readonly string[]): string[] {
  return rules.map((rule, i) => `${i + 1}. ${rule}`);
}
