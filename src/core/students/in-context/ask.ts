/** Asking a language model one question: with a closed set of answers or free-form. */
import { LabError } from '../../errors.ts';
import type { Example } from '../../example.ts';
import type { StudentAnswer } from '../port.ts';

/** Asks about a text with these demonstrations before it, in their order. */
export type Ask = (
  text: string,
  demonstrations: readonly Example[],
  signal: AbortSignal,
) => Promise<StudentAnswer>;

/**
 * Asks with as many of the demonstrations as the context window holds: the first, which is the farthest from
 * the question, goes first. The answer's `shown` says which stood in the prompt. A question that does not fit on
 * its own has no answer. Rejects as `ask` does.
 */
export async function askWithin(
  ask: Ask,
  text: string,
  demonstrations: readonly Example[],
  signal: AbortSignal,
): Promise<StudentAnswer> {
  for (let shown = demonstrations; ; shown = shown.slice(1)) {
    try {
      const answer = await ask(text, shown, signal);
      return { ...answer, shown: shown.map(({ id }) => id) };
    } catch (error) {
      const tooLong = error instanceof LabError && error.code === 'prompt-too-long';
      if (!tooLong) throw error;
      // One overlong text must not keep a run from its end: it has no answer, and is counted as such.
      if (shown.length === 0) return { answer: null, shown: [], problem: 'too-long' };
    }
  }
}
