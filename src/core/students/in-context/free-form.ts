/** Answers in the student's own words: written, then read by the task. */
import type { Writer } from '../../llm/port.ts';
import type { Task } from '../../tasks/port.ts';
import type { Ask } from './ask.ts';

/**
 * Asks for a written answer, greedily. The answer is null where the task cannot read it, which is how one counts that
 * the limit cut off before its end, or in the middle of it: "#### 1" may have been going to be 12.
 * @param maxTokens length of the reply, at most
 */
export function freeForm(task: Task, model: Writer, maxTokens: number): Ask {
  const stop = task.freeForm?.stop ?? [];
  return async (text, demonstrations, signal) => {
    const messages = task.studentPrompt(text, demonstrations);
    // Greedy writing draws nothing, so any random seed is as good.
    const request = { messages, maxTokens, temperature: 0, randomSeed: 0, stop };
    const { text: raw, usage, finish } = await model.write(request, signal);
    const answer = finish === 'length' ? settled(task, raw) : task.readAnswer(raw);
    return { answer, raw, by: 'written', ...(usage ? { usage } : {}) };
  };
}

/** The answer of a text that was cut off, where its last word, perhaps half of one, plays no part in it. */
function settled(task: Task, raw: string): string | null {
  const answer = task.readAnswer(raw);
  return answer !== null && task.readAnswer(raw.replace(/\S+\s*$/u, '')) === answer ? answer : null;
}
