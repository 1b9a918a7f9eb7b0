/** Answers in the student's own words: written, then read by the task. */
import type { LanguageModel } from '../../llm/port.ts';
import type { Task } from '../../tasks/port.ts';
import type { Ask } from './ask.ts';

/**
 * Asks for a written answer, greedily. The answer is null where the task cannot read it, which is how one that
 * the limit cut off before its end counts; one that was readable by then counts as it reads.
 * @param stop the reply ends before any of these
 * @param maxTokens length of the reply, at most
 */
export function freeForm(task: Task, model: LanguageModel, stop: readonly string[], maxTokens: number): Ask {
  return async (text, demonstrations, signal) => {
    const messages = task.studentPrompt(text, demonstrations);
    // Greedy writing draws nothing, so any random seed is as good.
    const request = { messages, maxTokens, temperature: 0, randomSeed: 0, stop };
    const { text: raw } = await model.write(request, signal);
    return { answer: task.readAnswer(raw), raw, by: 'written' };
  };
}
